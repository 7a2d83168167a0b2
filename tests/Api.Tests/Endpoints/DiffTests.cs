using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fovea.Api.Contracts;
using Fovea.Api.Endpoints;
using Fovea.Api.Tests.Support;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Repository;
using Fovea.Models.Serving;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

[Collection(nameof(ServedModels))]
public sealed class DiffTests(ServedModels served)
{
    private const string Address = "/models/digits/diff";

    private static readonly byte[] Picture = Pictures.Plain(new SKColor(120, 120, 120), 28, 28);

    private readonly HttpClient _client = served.Client;

    [Fact]
    public async Task A_dump_of_the_same_run_does_not_differ()
    {
        JsonNode answer = await _client.Post(Address, Form(Picture, await DumpAsync())).Json();

        Assert.True(answer.AsObject().ContainsKey("first"));
        Assert.Null(answer["first"]);
        Assert.Equal(("digits", "dump.npz", 0.001), (answer.Text("model"), answer.Text("against"),
            answer["tolerance"]!.GetValue<double>()));
        Assert.NotEmpty(answer["layers"]!.AsArray());
        Assert.All(answer["layers"]!.AsArray(), layer => Assert.Equal("value", layer!.Text("matchedBy")));
        Assert.All(answer["layers"]!.AsArray(), layer => Assert.InRange(layer!["maxError"]!.GetValue<double>(), 0, 1e-4));
        Assert.Equal("""{"dump":[],"layers":[]}""", answer["unmatched"]!.ToJsonString());
    }

    [Fact]
    public async Task A_planted_error_is_found_in_its_layer()
    {
        JsonNode[] layers = [.. (await _client.Get("/models/digits/layers").Json())["layers"]!.AsArray().OfType<JsonNode>()];
        string planted = layers[layers.Length / 2].Text("name");
        byte[] dump = await DumpAsync(planted, extra: true);

        JsonNode answer = await _client.Post(Address, Form(Picture, dump)).Json();

        Assert.Equal(planted, answer["first"]!.Text("layer"));
        Assert.InRange(answer["first"]!["maxError"]!.GetValue<double>(), 0.9, 1.1);
        Assert.Equal("""["extra"]""", answer["unmatched"]!["dump"]!.ToJsonString());
    }

    [Fact]
    public async Task A_kept_image_is_compared_with_a_dump_as_the_body()
    {
        string id = await KeepAsync(Picture, "digits");
        JsonNode answer = await _client.Post($"{Address}?image={id}", HttpCalls.Image(await DumpAsync(),
            "application/octet-stream")).Json();

        Assert.Null(answer["first"]);
    }

    [Fact]
    public async Task Another_image_another_model_and_another_version_are_compared()
    {
        string red = await KeepAsync(Pictures.Red, "colours"), lime = await KeepAsync(Pictures.Lime, "colours");
        JsonNode images = await _client.Post($"/models/colours/diff?image={red}&otherImage={lime}", null).Json();
        JsonNode models = await _client.Post($"/models/colours/diff?image={red}&other=colours-one-by-one", null).Json();
        JsonNode versions = await _client.Post($"/models/versions/diff?image={red}&version=1&otherVersion=2", null).Json();

        Assert.Equal(("block/conv", 10.0), (images["first"]!.Text("layer"), images["first"]!["maxError"]!.GetValue<double>()));
        Assert.Null(models["first"]);
        Assert.Equal("colours-one-by-one 1", models.Text("against"));
        Assert.Null(versions["first"]);
    }

    [Fact]
    public async Task An_image_comes_as_base64_in_json_too()
    {
        string lime = await KeepAsync(Pictures.Lime, "colours");
        JsonNode answer = await _client.Post(
            $"/models/colours/diff?otherImage={lime}", Json($$"""{"image": "{{Convert.ToBase64String(Pictures.Red)}}"}""")).Json();

        Assert.Equal("block/conv", answer["first"]!.Text("layer"));
        Assert.Contains(
            "2 images",
            (await _client.Post($"/models/colours/diff?otherImage={lime}&image={lime}",
                Json($$"""{"image": "{{Convert.ToBase64String(Pictures.Red)}}"}""")).Problem(400, "invalid_body")).Detail(),
            StringComparison.Ordinal);
        Assert.Contains(
            "'dump'", (await _client.Post(Address, Json("""{"dump": ""}""")).Problem(400, "invalid_body")).Detail(),
            StringComparison.Ordinal);
        await _client.Post(Address, Json("")).Problem(400, "invalid_body");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("&tolerance=1", false)]
    [InlineData("&tolerance=0.999", true)]
    public async Task Each_layer_says_whether_it_differs(string tolerance, bool expected)
    {
        // The first layer is 10 for red and 0 for lime: all of the largest value, which is above 1.
        string red = await KeepAsync(Pictures.Red, "colours"), lime = await KeepAsync(Pictures.Lime, "colours");
        JsonNode answer = await _client.Post($"/models/colours/diff?image={red}&otherImage={lime}{tolerance}", null).Json();

        Assert.All(answer["layers"]!.AsArray(), layer => Assert.Equal(expected, layer!["differs"]!.GetValue<bool>()));
        Assert.Equal(expected, answer["first"] is not null);
    }

    [Fact]
    public async Task Layers_of_several_groups_are_compared_like_those_of_one()
    {
        ModelRepository repository = served.Services.GetRequiredService<ModelRepository>();
        ModelServer server = served.Services.GetRequiredService<ModelServer>();
        using ModelLease lease = repository.Lease("colours", null);
        using ModelLease other = repository.Lease("colours-one-by-one", null);
        var image = new ImageUpload(null, Pictures.Red);

        DiffResponse whole = await Diff(64 << 20).WithModelAsync(other.Model, 1e-3);
        DiffResponse divided = await Diff(1).WithModelAsync(other.Model, 1e-3);
        DiffResponse lime = await Diff(1).WithImageAsync(new ImageUpload(null, Pictures.Lime), "lime", 1e-3);

        Assert.Equal(JsonSerializer.Serialize(whole), JsonSerializer.Serialize(divided));
        Assert.Equal(lease.Model.Layers.Count, divided.Layers.Count);
        Assert.All(lime.Layers, layer => Assert.True(layer.Differs));

        LayerDiff Diff(long bytes) =>
            new(lease.Model, image, server, server.StartTimings(), TestContext.Current.CancellationToken) { GroupBytes = bytes };
    }

    [Theory]
    [InlineData("?tolerance=x", "'tolerance'")]
    [InlineData("?tolerance=-1", "'tolerance'")]
    public async Task A_tolerance_is_a_number(string query, string expected) => Assert.Contains(
        expected, (await _client.Post(Address + query, Form(Picture, [1])).Problem(400, "invalid_parameter")).Detail(),
        StringComparison.Ordinal);

    [Fact]
    public async Task What_is_missing_or_damaged_is_said()
    {
        string id = await KeepAsync(Picture, "digits");
        Assert.Contains("0 images", (await _client.Post(Address, null).Problem(400, "invalid_body")).Detail(), StringComparison.Ordinal);
        Assert.Contains(
            "0 things", (await _client.Post($"{Address}?image={id}", null).Problem(400, "invalid_body")).Detail(),
            StringComparison.Ordinal);
        byte[] dump = await DumpAsync();
        Assert.Contains(
            "archive", (await _client.Post(Address, Form(Picture, dump[..^30])).Problem(400, "invalid_body")).Detail(),
            StringComparison.Ordinal);
        await _client.Post($"{Address}?image={id}&otherImage=0", null).Problem(404, "image_expired");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task<string> KeepAsync(byte[] picture, string model) =>
        (await _client.Post($"/predict?model={model}", HttpCalls.Image(picture)).Json())["results"]![0]!.Text("id");

    /// <summary>The numbers of all layers, as another program would have written them; one layer may have an error.</summary>
    private async Task<byte[]> DumpAsync(string? planted = null, bool extra = false)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (JsonNode layer in (await _client.Get("/models/digits/layers").Json())["layers"]!.AsArray().OfType<JsonNode>())
            {
                byte[] file = await _client.Post($"{layer.Text("href")}&format=npy", HttpCalls.Image(Picture)).Bytes("application/x-npy");
                if (layer.Text("name") == planted)
                    BitConverter.GetBytes(BitConverter.ToSingle(file, file.Length - 4) + 1).CopyTo(file, file.Length - 4);
                using Stream entry = archive.CreateEntry($"{layer.Text("name")}.npy").Open();
                entry.Write(file);
            }

            if (extra)
            {
                using Stream entry = archive.CreateEntry("extra.npy").Open();
                entry.Write(NpyWriter.Write(new Shape(7, 7), new float[49]));
            }
        }

        return stream.ToArray();
    }

    private static MultipartFormDataContent Form(byte[] picture, byte[] dump)
    {
        var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(picture), "image", "seven.png" }, { new ByteArrayContent(dump), "dump", "dump.npz" },
        };
        return form;
    }
}
