using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Http;

/// <summary>The limits of a body count its content, and a small body that decompresses to a huge one costs little.</summary>
public sealed class CompressedLimitsTests : IAsyncLifetime
{
    private const int MaxBytes = 100_000;
    private const string ApiKey = "a-key-0123456789";

    private readonly TestModels _models = new TestModels().AddGood().AddTyped();
    private readonly int _port = ServedV2.FreePort();
    private ApiFactory? _factory;

    public static TheoryData<string> Names => Compressed.Names;

    private HttpClient Client => _factory!.Client;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(
        ("Models:Path", _models.Folder), ("Limits:MaxBodyBytes", $"{MaxBytes}"), ("Grpc:Port", $"{_port}"));

    public async ValueTask DisposeAsync()
    {
        await _factory!.DisposeAsync();
        _models.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_content_of_exactly_the_limit_is_read_and_not_a_byte_more(string encoding)
    {
        byte[] padded = new byte[MaxBytes];
        Pictures.Red.CopyTo(padded, 0);
        byte[] longer = [.. padded, 0];

        if (Compressed.Compress(encoding, padded).Length <= MaxBytes)
            await Client.Post("/predict?model=colours", await HttpCalls.Image(padded).As(encoding)).Json();
        JsonNode problem = await Client.Post("/predict?model=colours", await HttpCalls.Image(longer).As(encoding))
            .Problem(413, "body_too_large");
        Assert.Contains($"{MaxBytes}", problem.Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-gzip")]
    [InlineData("zlib")]
    [InlineData("raw")]
    [InlineData("brotli")]
    public async Task A_bomb_is_not_decompressed(string encoding)
    {
        byte[] zeros = Compressed.Compress(encoding, new byte[MaxBytes * 400]);
        byte[] file =
            [.. "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n"u8, .. new byte[MaxBytes * 400]];
        byte[] form = Compressed.Compress(encoding, file);
        Assert.True(zeros.Length < MaxBytes && form.Length < MaxBytes);
        foreach ((string address, string type, byte[] bomb) in new[]
        {
            ("/predict?model=colours", "image/png", zeros), ("/predict?model=colours", "application/json", zeros),
            ("/predict?model=colours", "multipart/form-data; boundary=x", form), ("/featuremaps/scores?model=colours", "image/png", zeros),
            ("/v2/models/echo/infer", "application/json", zeros), ("/v2/repository/index", "application/json", zeros),
        })
        {
            using HttpResponseMessage response = await Client.Post(
                address, Compressed.Declare(bomb, Compressed.Header(encoding), System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type)));

            Assert.True(response.StatusCode == HttpStatusCode.RequestEntityTooLarge, $"{address} {type}: {(int)response.StatusCode}");
            Assert.Contains("decompressed", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Empty_fields_without_end_are_refused()
    {
        string part = "--x\r\nContent-Disposition: form-data; name=\"\"; filename=\"\"\r\n\r\n\r\n";
        byte[] form = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, 1200)) + "--x--\r\n");

        Assert.Contains(
            "empty fields",
            (await Client.Post("/predict?model=colours", await Form(form).As("gzip")).Problem(400, "invalid_body")).Detail(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lengths_of_the_binary_extension_are_those_of_the_content()
    {
        const string json = """{"inputs":[{"name":"x","shape":[1,1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}]}""";
        byte[] content = [.. Encoding.UTF8.GetBytes(json), .. V2Calls.Bytes(1, 2)];

        foreach ((string name, string header, _) in Compressed.Encodings)
        {
            byte[] compressed = Compressed.Compress(name, content);
            Assert.Equal("[1,2]", (await Infer(compressed, header, $"{json.Length}").Json())["outputs"]![0]!.Data());
            Assert.Contains("is 9999", await Infer(compressed, header, "9999").V2Error(400), StringComparison.Ordinal);
            Assert.Contains(
                "7 bytes are left", await Infer(Compressed.Compress(name, content[..^1]), header, $"{json.Length}").V2Error(400),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Raw_tensors_and_images_may_be_compressed()
    {
        foreach ((string name, string header, _) in Compressed.Encodings)
        {
            using HttpResponseMessage tensor = await Infer(Compressed.Compress(name, V2Calls.Bytes(1, 2, 3, 4)), header, "0");
            using HttpResponseMessage cut = await Infer(Compressed.Compress(name, V2Calls.Bytes(1, 2, 3, 4))[..^1], header, "0");

            Assert.Equal((200, 400), ((int)tensor.StatusCode, (int)cut.StatusCode));
        }
    }

    [Fact]
    public async Task Bodies_may_be_compressed_over_http_2()
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        foreach ((string name, _, _) in Compressed.Encodings)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/predict?model=colours", UriKind.Relative))
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = await HttpCalls.Image(Pictures.Red).As(name),
            };

            await client.SendAsync(request).Json();
        }
    }

    [Fact]
    public async Task Keys_are_asked_for_before_anything_is_decompressed()
    {
        await using ApiFactory guarded = await ApiFactory.StartReadyAsync(null, ("Models:Path", ""), ("Security:ApiKey", ApiKey));

        await guarded.Client.Post("/predict", await HttpCalls.Image(Pictures.Red).As("gzip")).Problem(401, "unauthorized");
        guarded.Client.DefaultRequestHeaders.Add("X-API-Key", ApiKey);
        await guarded.Client.Post("/predict", await HttpCalls.Image(Pictures.Red).As("gzip")).Json();
    }

    [Fact]
    public async Task An_image_that_was_sent_compressed_is_kept_as_it_was()
    {
        JsonNode answer = await Client.Post("/predict?model=colours", await HttpCalls.Image(Pictures.Red).As("brotli")).Json();
        string id = answer["results"]![0]!.Text("id");

        Assert.Equal(
            await Client.Post("/featuremaps/scores?model=colours&format=npy", HttpCalls.Image(Pictures.Red)).Bytes("application/x-npy"),
            await Client.Get($"/featuremaps/scores?image={id}&format=npy").Bytes("application/x-npy"));
    }

    private Task<HttpResponseMessage> Infer(byte[] compressed, string encoding, string length)
    {
        ByteArrayContent content = Compressed.Declare(compressed, encoding, new("application/octet-stream"));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v2/models/echo/infer", UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation(V2Calls.HeaderLength, length);
        return Client.SendAsync(request);
    }

    private static ByteArrayContent Form(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        return content;
    }
}
