using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Http;

/// <summary>Images as base64 in JSON.</summary>
[Collection(nameof(ServedModels))]
public sealed class JsonUploadTests(ServedModels served)
{
    private const string Address = "/predict?model=colours&top=1";

    private static readonly string Red = Convert.ToBase64String(Pictures.Red), Blue = Convert.ToBase64String(Pictures.Blue);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/json")]
    [InlineData("application/vnd.example+json")]
    [InlineData("APPLICATION/JSON")]
    public async Task One_image(string type)
    {
        JsonNode answer = await Post($$"""{"image":"{{Red}}"}""", type).Json();

        Assert.Equal(["red"], Labels(answer));
        Assert.Null(answer["results"]![0]!["name"]);
    }

    [Fact]
    public async Task Several_images_are_answered_in_their_order()
    {
        JsonNode answer = await Post($$"""{"images":["{{Red}}","data:image/png;base64,{{Blue}}","{{Red}}"]}""").Json();

        Assert.Equal(["red", "blue", "red"], Labels(answer));
        Assert.Equal(["images[0]", "images[1]", "images[2]"], answer["results"]!.AsArray().Select(result => result!.Text("name")));
    }

    [Fact]
    public async Task It_may_be_written_in_many_ways()
    {
        string broken = string.Join("\n", Red.Chunk(76).Select(line => new string(line)));
        string[] texts =
        [
            $"\"data:image/png;base64,{Red}\"", $"\"DATA:IMAGE/JPEG;BASE64,{Red}\"", $"\"{Red.TrimEnd('=')}\"",
            $"\"{Red.Replace('+', '-').Replace('/', '_')}\"", $"\"{Red.Replace("/", "\\/", StringComparison.Ordinal)}\"",
            $"\"{Red.Replace("+", "\\u002B", StringComparison.Ordinal).Replace("=", "\\u003D", StringComparison.Ordinal)}\"",
            $"\"data:image/png;charset=utf-8;base64,{Red}\"", $"\"data:image/png; base64,{Red}\"", $"\"data:image/png;base64 , {Red}\"",
            $"\" data:;base64,{Red}\"", JsonSerializer.Serialize($"\ndata:image/png;name=\"a,b.png\";base64,{Red}"),
            $"\"data:image/png;base64,{Uri.EscapeDataString(Red)}\"",
            $"\"data:image/png;base64,{Red.Replace("=", "%3d", StringComparison.Ordinal)}\"",
            JsonSerializer.Serialize(broken), JsonSerializer.Serialize(broken.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ];

        foreach (string text in texts)
            Assert.Equal(["red"], Labels(await Post($$"""{"image":{{text}}}""").Json()));
    }

    [Fact]
    public async Task A_layer_of_one_image()
    {
        byte[] expected = await served.Client.Post("/featuremaps/scores?model=colours&format=npy", HttpCalls.Image(Pictures.Red))
            .Bytes("application/x-npy");

        foreach (string json in new[] { $$"""{"image":"{{Red}}"}""", $$"""{"images":["{{Red}}"]}""" })
            Assert.Equal(
                expected,
                await served.Client.Post("/featuremaps/scores?model=colours&format=npy", V2Calls.JsonBody(json))
                    .Bytes("application/x-npy"));
        await served.Client.Post("/featuremaps/scores?model=colours", V2Calls.JsonBody($$"""{"images":["{{Red}}","{{Blue}}"]}"""))
            .Problem(400, "invalid_body");
    }

    [Fact]
    public async Task Null_is_absent() =>
        Assert.Equal(["red"], Labels(await Post($$"""{"images":null,"url":null,"image":"{{Red}}"}""").Json()));

    [Theory]
    [InlineData("{}", "empty_body", "no image")]
    [InlineData("""{"image":null}""", "empty_body", "no image")]
    [InlineData("""{"images":[]}""", "empty_body", "no image")]
    [InlineData("""{"image":""}""", "empty_body", "'image' of the request is empty")]
    [InlineData("""{"image":"data:image/png;base64,"}""", "empty_body", "is empty")]
    [InlineData("""{"image":7}""", "invalid_body", "is the number 7; a string of base64")]
    [InlineData("""{"image":["RED"]}""", "invalid_body", "is an array")]
    [InlineData("""{"image":{"b64":"RED"}}""", "invalid_body", "is an object")]
    [InlineData("""{"images":"RED"}""", "invalid_body", "an array is expected")]
    [InlineData("""{"images":["RED",null]}""", "invalid_body", "'images[1]' of the request is null")]
    [InlineData("""{"images":["RED","a*b"]}""", "invalid_body", "'images[1]' of the request is no base64: byte 1 of its text is '*'")]
    [InlineData("""{"image":"RED","image":"RED"}""", "invalid_body", "'image' twice")]
    [InlineData("""{"image":"RED","images":["RED"]}""", "invalid_body", "both 'image' and 'images'")]
    [InlineData("""{"imgae":"RED"}""", "invalid_body", "'imgae' of the request is unknown. Did you mean 'image'")]
    [InlineData("""{"image":"RED","top":3}""", "invalid_body", "'top' of the request is unknown")]
    [InlineData("""{"inputs":"RED"}""", "invalid_body", "{\"image\": \"BASE64\"}")]
    [InlineData("""{"Image":"RED"}""", "invalid_body", "Did you mean 'image'")]
    [InlineData("""["RED"]""", "invalid_body", "is an array; expected {\"image\"")]
    [InlineData("null", "invalid_body", "is null")]
    [InlineData("", "empty_body", "has no body")]
    [InlineData("  ", "invalid_body", "malformed")]
    [InlineData("""{"image":"RED" """, "invalid_body", "malformed")]
    [InlineData("""{"image":"RED"} x""", "invalid_body", "malformed")]
    [InlineData("""{"image":"RED",}""", "invalid_body", "malformed")]
    [InlineData("""{"image":"\ud800"}""", "invalid_body", "malformed")]
    [InlineData("RED", "invalid_body", "base64 text")]
    [InlineData("data:image/png;base64,RED", "invalid_body", "a data URI")]
    [InlineData("\"RED\"", "invalid_body", "is a string: base64 text")]
    [InlineData("\"data:image/png;base64,RED\"", "invalid_body", "is a string: a data URI")]
    public async Task What_is_wrong_is_said(string json, string code, string reason)
    {
        JsonNode problem = await Post(json.Replace("RED", Red, StringComparison.Ordinal)).Problem(400, code);

        Assert.Contains(reason, problem.Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":"http://pictures.example/cat.jpg"}""", "'url'")]
    [InlineData("""{"image_url":{"url":"x"}}""", "'image_url'")]
    [InlineData("""{"link":"https://pictures.example/cat.jpg"}""", "'link'")]
    [InlineData("""{"image":"http://pictures.example/cat.jpg"}""", "'image'")]
    [InlineData("""{"image":"https:\/\/pictures.example\/cat.jpg"}""", "'image'")]
    [InlineData("""{"images":["HTTPS://pictures.example/cat.jpg"]}""", "'images[0]'")]
    [InlineData("""{"image":{"url":"https://pictures.example/cat.jpg"}}""", "'image'")]
    [InlineData("""{"images":[{"url":"https://pictures.example/cat.jpg"}]}""", "'images[0]'")]
    [InlineData("""{"images":{"url":"https://pictures.example/cat.jpg"}}""", "'images'")]
    [InlineData("""{"images":"https://pictures.example/cat.jpg"}""", "'images'")]
    [InlineData("""{"image":{"source":{"imageUri":"gs://bucket/cat.jpg"}}}""", "'image'")]
    [InlineData("""{"messages":[{"content":[{"type":"image_url","image_url":{"url":"https://pictures.example/c"}}]}]}""", "'messages'")]
    [InlineData("""{"requests":[{"image":{"source":{"imageUri":"gs://bucket/cat"}}}]}""", "'requests'")]
    [InlineData("""{"image":"s3://bucket/cat.jpg"}""", "'image'")]
    [InlineData("""{"image":"s3:\/\/bucket\/cat.jpg"}""", "'image'")]
    [InlineData("""{"image":"ftp://pictures.example/cat.jpg"}""", "'image'")]
    [InlineData("""{"image":"file:///home/me/cat.jpg"}""", "'image'")]
    [InlineData("""{"image":"//pictures.example/cat"}""", "'image'")]
    [InlineData("""{"image":"/home/me/cat.jpg"}""", "'image'")]
    [InlineData("""{"image":"cat.PNG"}""", "'image'")]
    [InlineData("""{"image":"C:\\Users\\me\\cat"}""", "'image'")]
    [InlineData("""["https://pictures.example/cat.jpg"]""", "JSON of the request")]
    [InlineData("\"https://pictures.example/cat.jpg\"", "JSON of the request")]
    public async Task A_picture_by_address_is_not_fetched(string json, string member)
    {
        string detail = (await Post(json).Problem(400, "invalid_body")).Detail();

        Assert.Contains(member, detail, StringComparison.Ordinal);
        Assert.Contains("pictures are not fetched", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over() =>
        Assert.Equal(["red"], Labels(await Post($$"""{{'\uFEFF'}}{"image":"{{Red}}"}""").Json()));

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Another_encoding_of_the_text_is_named(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = encoding.GetBytes($$"""{"image":"{{Red}}"}""");
        foreach (byte[] body in new[] { bytes, [.. encoding.Preamble, .. bytes] })
        {
            JsonNode problem = await served.Client.Post(Address, Json(body, $"application/json; charset={name}"))
                .Problem(400, "invalid_body");
            Assert.Contains($"is {name[..6].ToUpperInvariant()}; UTF-8 is expected", problem.Detail(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_bad_image_of_several_is_named()
    {
        string text = Convert.ToBase64String("no picture at all"u8);
        string cut = Convert.ToBase64String(Pictures.TruncatedJpeg());

        Assert.Equal(
            "images[1]", (await Post($$"""{"images":["{{Red}}","{{text}}"]}""").Problem(415, "unsupported_image_format")).Text("file"));
        Assert.Equal("images[0]", (await Post($$"""{"images":["{{cut}}","{{Red}}"]}""").Problem(422, "image_corrupt")).Text("file"));
        Assert.Contains(
            "base64 text",
            (await Post($$"""{"image":"{{Convert.ToBase64String(Encoding.ASCII.GetBytes(Red))}}"}""")
                .Problem(415, "unsupported_image_format"))
                .Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_hold()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", ""), ("Limits:MaxFiles", "2"), ("Limits:MaxBodyBytes", "3000"));
        string images = $"\"{Red}\",\"{Red}\"";

        await factory.Client.Post("/predict", V2Calls.JsonBody($$"""{"images":[{{images}}]}""")).Json();
        Assert.Equal(
            "images[2]",
            (await factory.Client.Post("/predict", V2Calls.JsonBody($$"""{"images":[{{images}},"{{Red}}"]}"""))
                .Problem(413, "body_too_large")).Text("file"));
        await factory.Client.Post("/predict", V2Calls.JsonBody($$"""{"image":"{{new string('A', 3000)}}"}"""))
            .Problem(413, "body_too_large");
    }

    [Fact]
    public async Task Random_changes_never_become_a_fault()
    {
        byte[] good = Encoding.UTF8.GetBytes($$"""{"images":["{{Red}}","data:image/png;base64,{{Blue}}"]}""");
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] bad = [.. good];
            for (int change = 0; change <= random.Next(4); change++)
                bad[random.Next(bad.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "{}[],:\"\\=/u"[random.Next(11)]);
            using HttpResponseMessage response = await served.Client.Post(Address, Json(bad, "application/json"));
            Assert.True(
                (int)response.StatusCode is 200 or 400 or 413 or 415 or 422,
                $"{(int)response.StatusCode} for {Encoding.UTF8.GetString(bad)}");
        }
    }

    private Task<HttpResponseMessage> Post(string json, string type = "application/json") =>
        served.Client.Post(Address, Json(Encoding.UTF8.GetBytes(json), type));

    private static ByteArrayContent Json(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static IEnumerable<string> Labels(JsonNode answer) =>
        answer["results"]!.AsArray().Select(result => result!["predictions"]![0]!.Text("label"));
}
