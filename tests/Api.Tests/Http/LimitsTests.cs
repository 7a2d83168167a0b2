using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Http;

/// <summary>Limits on what a request contains.</summary>
public sealed class LimitsTests : IAsyncLifetime
{
    private const int MaxBytes = 5_000;

    private readonly TestModels _models = new TestModels().AddGood();
    private ApiFactory? _factory;

    private HttpClient Client => _factory!.Client;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(
        ("Models:Path", _models.Folder), ("Limits:MaxBodyBytes", $"{MaxBytes}"), ("Limits:MaxFiles", "2"),
        ("Limits:MaxImagePixels", "300"), ("Limits:MaxImageSide", "40"), ("FeatureMaps:MaxPixels", "1000"));

    public async ValueTask DisposeAsync()
    {
        await _factory!.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task A_body_of_announced_length_is_refused_before_it_is_read()
    {
        JsonNode problem = await Client.Post("/predict?model=colours", HttpCalls.Image(new byte[MaxBytes + 1]))
            .Problem(413, "body_too_large");

        Assert.Contains($"{MaxBytes}", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_refused_where_it_exceeds()
    {
        var content = new StreamContent(new UnknownLength(new byte[MaxBytes + 1]));
        content.Headers.TryAddWithoutValidation("Content-Type", "image/png");

        await Client.Send(HttpMethod.Post, "/predict?model=colours", content: content).Problem(413, "body_too_large");
    }

    [Fact]
    public async Task A_file_of_a_form_is_refused_where_the_sum_exceeds() =>
        await Client.Post("/predict?model=colours", HttpCalls.Files(("a", new byte[MaxBytes / 2]), ("b", new byte[MaxBytes / 2])))
            .Problem(413, "body_too_large");

    [Fact]
    public async Task Too_many_files_are_refused() =>
        Assert.Equal("c", (await Client.Post("/predict?model=colours",
            HttpCalls.Files(("a", Pictures.Red), ("b", Pictures.Red), ("c", Pictures.Red))).Problem(413, "body_too_large")).Text("file"));

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_read()
    {
        byte[] padded = new byte[MaxBytes];
        Pictures.Red.CopyTo(padded, 0);

        await Client.Post("/predict?model=colours", HttpCalls.Image(padded)).Json();
    }

    [Theory]
    [InlineData(20, 16)]
    [InlineData(41, 1)]
    public async Task Image_limits_are_configurable(int width, int height) =>
        await Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Plain(SkiaSharp.SKColors.Red, width, height)))
            .Problem(413, "image_too_large");

    [Fact]
    public async Task A_picture_beyond_the_bound_is_refused()
    {
        const string map = "/featuremaps/block%2Fconv?model=colours&format=png";

        await Client.Post($"{map}&scale=16", HttpCalls.Image(Pictures.Red)).Problem(400, "invalid_parameter");
        Assert.NotEmpty(await Client.Post(map, HttpCalls.Image(Pictures.Red)).Bytes("image/png"));
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
