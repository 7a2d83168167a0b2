using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Http;

/// <summary>Texts that are sent where the bytes of a picture belong are named, and the error says how to send the picture.</summary>
[Collection(nameof(ServedModels))]
public sealed class SentTextTests(ServedModels served)
{
    private static readonly string Red = Convert.ToBase64String(Pictures.Red);

    [Theory]
    [InlineData("image/png", 415, "unsupported_image_format")]
    [InlineData("application/octet-stream", 415, "unsupported_image_format")]
    [InlineData(null, 415, "unsupported_image_format")]
    [InlineData("text/plain", 415, "unsupported_content_type")]
    [InlineData("application/x-www-form-urlencoded", 415, "unsupported_content_type")]
    [InlineData("application/json", 400, "invalid_body")]
    public async Task It_is_named_whatever_it_is_declared_as(string? type, int status, string code)
    {
        foreach ((string text, string name) in Texts())
        {
            foreach (string address in new[] { "/predict?model=colours", "/featuremaps/scores?model=colours" })
            {
                string detail = (await served.Client.Post(address, Content(text, type)).Problem(status, code)).Detail();

                Assert.Contains(name, detail, StringComparison.Ordinal);
                Assert.Contains("""{"image": "BASE64"}""", detail, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("Content-Disposition: form-data; name=\"f\"", 400, "invalid_parameter")]
    [InlineData("Content-Disposition: form-data; name=\"f\"\r\nContent-Type: text/plain", 400, "invalid_parameter")]
    [InlineData("Content-Disposition: form-data; name=\"f\"; filename=\"a.png\"", 415, "unsupported_image_format")]
    [InlineData("Content-Disposition: form-data; name=\"f\"\r\nContent-Type: image/png", 415, "unsupported_image_format")]
    public async Task It_is_named_in_a_form(string headers, int status, string code)
    {
        foreach ((string text, string name) in Texts().Where(text => !text.Text.StartsWith('"')))
            Assert.Contains(
                name,
                (await served.Client.Post(
                    "/predict?model=colours", Content($"--x\r\n{headers}\r\n\r\n{text}\r\n--x--\r\n", "multipart/form-data; boundary=x"))
                    .Problem(status, code)).Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/png", "unsupported_image_format")]
    [InlineData(null, "unsupported_image_format")]
    [InlineData("application/x-www-form-urlencoded", "unsupported_content_type")]
    [InlineData("text/plain", "unsupported_content_type")]
    public async Task Json_that_is_declared_as_something_else_is_named(string? type, string code) =>
        Assert.Contains(
            "Content-Type: application/json",
            (await served.Client.Post("/predict?model=colours", Content($$"""{"image":"{{Red}}"}""", type)).Problem(415, code)).Detail(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("s3://bucket/cat.png", "an address; pictures are not fetched")]
    [InlineData("gs://bucket/cat", "an address; pictures are not fetched")]
    [InlineData("ftp://pictures.example/cat.png", "an address; pictures are not fetched")]
    [InlineData("file:///home/me/cat.png", "an address; pictures are not fetched")]
    [InlineData("//pictures.example/cat.png", "an address; pictures are not fetched")]
    [InlineData("<https://pictures.example/cat.png>", "a web address; pictures are not fetched")]
    [InlineData("www.pictures.example/cat.png", "a web address; pictures are not fetched")]
    [InlineData("/home/me/cat.JPG", "the path of a file; pictures are not fetched")]
    [InlineData("@cat.png\n", "the path of a file; pictures are not fetched")]
    [InlineData("C:\\Users\\me\\cat", "the path of a file; pictures are not fetched")]
    [InlineData("image=iVBORw0KGgoAAAANSUhEUg", "a web form (application/x-www-form-urlencoded) whose field 'image' is base64 text")]
    [InlineData("url=https%3A%2F%2Fpictures.example%2Fcat.png&top=3", "whose field 'url' is a web address; pictures are not fetched")]
    [InlineData("image=data%3Aimage%2Fpng%3Bbase64%2CiVBO", "whose field 'image' is a data URI")]
    public async Task Where_a_picture_is_and_how_a_page_sends_it(string text, string name)
    {
        foreach ((string? type, string code) in new (string?, string)[]
            {
                ("image/png", "unsupported_image_format"), (null, "unsupported_image_format"), ("text/plain", "unsupported_content_type"),
                ("application/x-www-form-urlencoded", "unsupported_content_type"),
            })
            Assert.Contains(
                name, (await served.Client.Post("/predict?model=colours", Content(text, type)).Problem(415, code)).Detail(),
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_web_form_is_named() =>
        Assert.Contains(
            "a web form (application/x-www-form-urlencoded) with the field 'top'",
            (await served.Client.Post("/predict?model=colours", Content("top=3&x=1", "application/x-www-form-urlencoded"))
                .Problem(415, "unsupported_content_type")).Detail(), StringComparison.Ordinal);

    [Fact]
    public async Task Compressed_bytes_that_are_not_declared_are_named()
    {
        byte[] packed = Gzip(Pictures.Red), twice = Gzip(packed);
        byte[] form = [.. "--x\r\nContent-Disposition: form-data; name=f; filename=a.png.gz\r\n\r\n"u8, .. packed, .. "\r\n--x--"u8];

        Assert.Contains("Content-Encoding: gzip", await Detail(packed, "image/png", 415), StringComparison.Ordinal);
        Assert.Contains("Content-Encoding: gzip", await Detail(twice, "image/png", 415, "gzip"), StringComparison.Ordinal);
        Assert.Contains("Content-Encoding: gzip", await Detail(form, "multipart/form-data; boundary=x", 415), StringComparison.Ordinal);
        Assert.Contains("Content-Encoding: gzip", await Detail(Gzip("{}"u8.ToArray()), "application/json", 400), StringComparison.Ordinal);
        Assert.Contains("Zstandard data", await Detail([0x28, 0xB5, 0x2F, 0xFD, 4, 88, 0], "image/png", 415), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_went_through_a_conversion_to_text_is_named()
    {
        byte[] jpeg = Pictures.Plain(SkiaSharp.SKColors.Red, format: SkiaSharp.SKEncodedImageFormat.Jpeg);
        foreach ((byte[] picture, string name) in new[] { (Pictures.Red, "a PNG"), (jpeg, "a JPEG") })
        {
            string latin = Encoding.Latin1.GetString(picture);
            byte[][] damaged = [Encoding.UTF8.GetBytes(latin), Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(picture))];
            foreach (byte[] bytes in damaged)
                Assert.Contains($"{name} that was damaged by a conversion to text", await Detail(bytes, "image/png", 415),
                    StringComparison.Ordinal);
        }

        byte[] lines = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Pictures.Red).Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.Contains("send the file as binary", await Detail(lines, "image/png", 415), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P7\nWIDTH 4\nHEIGHT 4\nDEPTH 1\nMAXVAL 255\nENDHDR\n")]
    [InlineData("a text of several words")]
    [InlineData("word")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    public async Task Other_texts_are_not(string text)
    {
        JsonNode problem = await served.Client.Post("/predict?model=colours", Content(text, "image/png"))
            .Problem(415, "unsupported_image_format");

        Assert.DoesNotContain("base64", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_named_in_the_protocol_too()
    {
        string twice = Convert.ToBase64String(Encoding.ASCII.GetBytes(Red));

        Assert.Contains("base64 text", await served.Client.Infer(
            "colours", $$"""{"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{twice}}"]}]}""").V2Error(415),
            StringComparison.Ordinal);
        Assert.Contains("base64 text", await served.Client.InferBytes("colours", Encoding.ASCII.GetBytes(Red), "0", "image/png")
            .V2Error(415), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_not_fetched_in_the_protocol_either() =>
        Assert.Contains("pictures are not fetched", await served.Client.InferBytes(
            "colours", "https://pictures.example/cat.png"u8.ToArray(), "0", "image/png").V2Error(415), StringComparison.Ordinal);

    /// <summary>What is sent, and what it is called.</summary>
    private static IEnumerable<(string Text, string Name)> Texts()
    {
        yield return (Red, "base64 text");
        yield return (Red.Replace('+', '-').Replace('/', '_').TrimEnd('='), "base64 text");
        yield return (string.Join("\r\n", Red.Chunk(76).Select(line => new string(line))), "base64 text");
        yield return ($"\uFEFF\n {Red}\n", "base64 text");
        yield return ($"\"{Red}\"", "base64 text");
        yield return ($"data:image/png;base64,{Red}", "a data URI");
        yield return ("http://pictures.example/cat.jpg", "a web address; pictures are not fetched");
        yield return ("HTTPS://pictures.example/cat.jpg\n", "a web address; pictures are not fetched");
    }

    private async Task<string> Detail(byte[] bytes, string type, int status, string? encoding = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return (await served.Client.Post("/predict?model=colours", content)
            .Problem(status, status == 400 ? "invalid_body" : "unsupported_image_format")).Detail();
    }

    private static byte[] Gzip(byte[] bytes) => Compressed.Compress("gzip", bytes);

    private static ByteArrayContent Content(string text, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}
