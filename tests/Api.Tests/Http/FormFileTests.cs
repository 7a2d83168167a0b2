using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Http;

/// <summary>Which parts of a form are files, as the form writers of many languages send them.</summary>
[Collection(nameof(ServedModels))]
public sealed class FormFileTests(ServedModels served)
{
    private const string Whole = "Content-Disposition: form-data; name=\"files\"; filename=\"whole.png\"";

    [Theory]
    [InlineData("Content-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png", "a.png")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"; filename=a.png", "a.png")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"; filename*=UTF-8''%C3%A9.png", "é.png")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"\r\nContent-Type: image/png", "photo")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"\r\nContent-Type: IMAGE/JPEG; q=1", "photo")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"\r\nContent-Type: application/octet-stream", "photo")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"; filename=\"\"\r\nContent-Type: application/octet-stream", "photo")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"; filename=\"\"", "photo")]
    [InlineData("Content-Disposition: attachment; filename=\"a.png\"", "a.png")]
    [InlineData("Content-Disposition: attachment; filename=\"a.png\"\r\nContent-Type: image/png", "a.png")]
    [InlineData("Content-Disposition: form-data\r\nContent-Type: image/png", null)]
    [InlineData("Content-Type: image/png", null)]
    [InlineData("Content-Type: application/octet-stream", null)]
    public async Task A_file_is_what_has_a_name_or_says_so_by_its_type(string headers, string? name)
    {
        JsonNode answer = await Post((headers, Pictures.Blue), (Whole, Pictures.Red)).Json();

        Assert.Equal(["blue", "red"], answer["results"]!.AsArray().Select(result => result!["predictions"]![0]!.Text("label")));
        Assert.Equal([name, "whole.png"], answer["results"]!.AsArray().Select(result => result!["name"]?.GetValue<string>()));
    }

    [Theory]
    [InlineData("Content-Disposition: form-data; name=\"top\"", "5")]
    [InlineData("Content-Disposition: form-data; name=\"top\"\r\nContent-Type: text/plain", "5")]
    [InlineData("Content-Disposition: form-data; name=\"top\"; filename=\"\"\r\nContent-Type: text/plain; charset=utf-8", "5")]
    [InlineData("Content-Disposition: form-data; name=\"top\"\r\nContent-Type: application/json", "{}")]
    public async Task A_text_is_a_parameter_in_the_wrong_place(string headers, string text) =>
        Assert.Equal(
            "The field 'top' of the multipart body is no file; parameters belong in the query: ?top=.",
            (await Post((Whole, Pictures.Red), (headers, Encoding.ASCII.GetBytes(text))).Problem(400, "invalid_parameter")).Detail());

    [Theory]
    [InlineData("Content-Disposition: form-data; name=\"more\"; filename=\"\"\r\nContent-Type: application/octet-stream")]
    [InlineData("Content-Disposition: form-data; name=\"more\"; filename=\"\"")]
    [InlineData("Content-Disposition: form-data; name=\"more\"; filename=\"\"\r\nContent-Type: image/png")]
    [InlineData("Content-Disposition: form-data; name=\"more\"\r\nContent-Type: image/png")]
    [InlineData("Content-Disposition: form-data; name=\"more\"\r\nContent-Type: text/plain")]
    [InlineData("Content-Disposition: form-data; name=\"more\"")]
    public async Task An_empty_field_is_passed_over(string empty)
    {
        JsonNode answer = await Post((empty, []), (Whole, Pictures.Red), (empty, [])).Json();

        Assert.Equal("whole.png", Assert.Single(answer["results"]!.AsArray())!.Text("name"));
        Assert.Contains(
            "No file was chosen: each of the 2 fields", (await Post((empty, []), (empty, [])).Problem(400, "empty_body")).Detail(),
            StringComparison.Ordinal);
        Assert.Contains(
            "the only field of the form is empty", (await Post((empty, [])).Problem(400, "empty_body")).Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_parts_has_no_file() =>
        Assert.Contains("has no file", (await Post().Problem(400, "empty_body")).Detail(), StringComparison.Ordinal);

    [Fact]
    public async Task A_bad_file_without_a_name_is_named_by_its_field()
    {
        JsonNode problem = await Post(
            (Whole, Pictures.Red), ("Content-Disposition: form-data; name=\"photo\"\r\nContent-Type: image/png", Pictures.TruncatedJpeg()))
            .Problem(422, "image_corrupt");

        Assert.Equal("photo", problem.Text("file"));
    }

    [Fact]
    public async Task Files_without_names_count()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Limits:MaxFiles", "1"));
        const string unnamed = "Content-Disposition: form-data; name=\"photo\"\r\nContent-Type: image/png";

        await factory.Client.Post("/predict", Form((unnamed, []), (unnamed, Pictures.Red), (unnamed, []))).Json();
        await factory.Client.Post("/predict", Form((unnamed, Pictures.Red), (unnamed, Pictures.Red))).Problem(413, "body_too_large");
    }

    [Fact]
    public async Task A_part_that_says_nothing_is_refused() =>
        Assert.Contains(
            "no Content-Disposition", (await Post(("X-Other: 1", "5"u8.ToArray())).Problem(400, "invalid_body")).Detail(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Content-Disposition: form-data; name=\"photo\"")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"\r\nContent-Type: text/plain")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"; filename=\"\"\r\nContent-Type: text/plain")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"\r\nContent-Type: binary/octet-stream")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"\r\nContent-Type: application/x-binary")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"\r\nContent-Type: image")]
    [InlineData("Content-Disposition: form-data; name=\"photo\"\r\nContent-Type: ")]
    public async Task A_picture_is_a_file_whatever_it_is_declared_as(string headers)
    {
        foreach (SKEncodedImageFormat format in new[] { SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp })
        {
            JsonNode answer = await Post((headers, Pictures.Plain(SKColors.Red, format: format))).Json();
            Assert.Equal(["photo"], answer["results"]!.AsArray().Select(result => result!.Text("name")));
        }

        await Post(("X-Other: 1", Pictures.Red)).Json();
    }

    [Theory]
    [InlineData("255044462D312E370A", "PDF")]
    [InlineData("49492B0008000000", "BigTIFF")]
    [InlineData("000000186674797068656963", "HEIF")]
    [InlineData("504B0304140000000800", "a ZIP archive")]
    [InlineData("1F8B0800000000000003", "gzip data")]
    [InlineData("28B52FFD04580000", "Zstandard data")]
    [InlineData("C289504E470D0A1A0A", "a PNG that was damaged by a conversion to text")]
    [InlineData("50370A5749445448", "PAM")]
    [InlineData("3C73766720786D6C6E733D", "SVG")]
    public async Task Another_file_is_named(string start, string name)
    {
        JsonNode problem = await Post((
            "Content-Disposition: form-data; name=\"photo\"", [.. Convert.FromHexString(start), .. new byte[40]]))
            .Problem(415, "unsupported_image_format");

        Assert.Contains(name, problem.Detail(), StringComparison.Ordinal);
        Assert.Equal("photo", problem.Text("file"));
    }

    [Theory]
    [InlineData("model", "efficientnet-lite4")]
    [InlineData("model", "mobilenetv2_050_lamb_in1k")]
    [InlineData("id", "3f0c9d8e-7b6a-5f4e-3d2c-1b0a99887766")]
    [InlineData("id", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("model", "BMW")]
    [InlineData("model", "BMWs_of_the_last_century")]
    [InlineData("model", "P100")]
    public async Task An_identifier_is_a_parameter_in_the_wrong_place(string field, string text) =>
        Assert.Contains(
            $"parameters belong in the query: ?{field}=.",
            (await Post(($"Content-Disposition: form-data; name=\"{field}\"", Encoding.ASCII.GetBytes(text)))
                .Problem(400, "invalid_parameter")).Detail(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Content-Disposition: form-data; name=files[]; filename=\"a.png\"", "a.png")]
    [InlineData("Content-Disposition: form-data; name=files[]; filename=\"a;b.png\"", "a;b.png")]
    [InlineData("Content-Disposition: form-data; name=f; filename=a b.png", "a b.png")]
    [InlineData("Content-Disposition: form-data; name=my photo\r\nContent-Type: image/png", "my photo")]
    [InlineData("Content-Disposition: form-data; name=files[0]; filename=\"\"", "files[0]")]
    public async Task Names_that_should_be_quoted_are_read_without(string headers, string name) =>
        Assert.Equal(name, Assert.Single((await Post((headers, Pictures.Red)).Json())["results"]!.AsArray())!.Text("name"));

    private Task<HttpResponseMessage> Post(params (string Headers, byte[] Bytes)[] parts) =>
        served.Client.Post("/predict?model=colours&top=1", Form(parts));

    private static ByteArrayContent Form(params (string Headers, byte[] Bytes)[] parts)
    {
        byte[] body =
        [
            .. parts.SelectMany(
                part => (byte[])[.. Encoding.ASCII.GetBytes($"--x\r\n{part.Headers}\r\n\r\n"), .. part.Bytes, .. "\r\n"u8]),
            .. "--x--\r\n"u8,
        ];
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        return content;
    }
}
