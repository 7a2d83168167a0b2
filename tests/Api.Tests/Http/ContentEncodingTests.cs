using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CsCheck;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Http;

/// <summary>Bodies that are sent compressed: gzip, deflate, br.</summary>
[Collection(nameof(ServedModels))]
public sealed class ContentEncodingTests(ServedModels served)
{
    private static readonly MediaTypeHeaderValue Png = new("image/png");

    public static TheoryData<string> Names => Compressed.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_kind_of_body_gives_the_same_answer(string encoding)
    {
        foreach ((string address, Func<HttpContent> content) in Bodies())
        {
            string expected = await AnswerAsync(address, content());

            Assert.Equal(expected, await AnswerAsync(address, await content().As(encoding)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_layer_gives_the_same_numbers(string encoding)
    {
        const string address = "/featuremaps/block%2Fconv?model=colours&format=npy";
        byte[] expected = await served.Client.Post(address, HttpCalls.Image(Pictures.Lime)).Bytes("application/x-npy");

        Assert.Equal(
            expected, await served.Client.Post(address, await HttpCalls.Image(Pictures.Lime).As(encoding)).Bytes("application/x-npy"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_body_may_come_in_chunks(string encoding)
    {
        ByteArrayContent compressed = await HttpCalls.Image(Pictures.Red).As(encoding);
        using StreamContent chunked = compressed.InChunks(new NoLength(await compressed.ReadAsByteArrayAsync()));

        await served.Client.Post("/predict?model=colours", chunked).Json();
    }

    [Fact]
    public void Any_body_in_any_encoding_is_what_it_was()
    {
        // Any bytes behind a picture's end change nothing but the length of what is compressed.
        Gen.Select(Gen.Byte.Array[0, 20_000], Gen.Int[0, Compressed.Encodings.Length - 1], Gen.Bool).Sample((tail, index, chunked) =>
        {
            (string name, _, _) = Compressed.Encodings[index];
            byte[] bytes = [.. Pictures.Blue, .. tail];
            HttpContent compressed = HttpCalls.Image(bytes).As(name).GetAwaiter().GetResult();
            if (chunked)
                compressed = compressed.InChunks(new NoLength(compressed.ReadAsByteArrayAsync().GetAwaiter().GetResult()));
            JsonNode answer = served.Client.Post("/predict?model=colours&top=1", compressed).Json().GetAwaiter().GetResult();
            return answer["results"]![0]!["predictions"]![0]!.Text("label") == "blue";
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void Any_change_of_a_compressed_body_is_answered()
    {
        Gen.Select(Gen.Int[0, Compressed.Encodings.Length - 1], Gen.Int[0, 10_000], Gen.Byte, Gen.Bool).Sample((index, at, value, cut) =>
        {
            (string name, string header, _) = Compressed.Encodings[index];
            byte[] bytes = Compressed.Compress(name, Pictures.Red);
            at %= bytes.Length;
            if (cut)
                bytes = bytes[..at];
            else
                bytes[at] = value;
            using HttpResponseMessage response =
                served.Client.Post("/predict?model=colours", Compressed.Declare(bytes, header, Png)).GetAwaiter().GetResult();
            // Brotli and raw deflate have no checksum: a change may give another picture, or none.
            return (int)response.StatusCode is 400 or 415 or 422 || response.StatusCode == HttpStatusCode.OK && !cut;
        }, iter: 300, threads: 1);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("Identity")]
    [InlineData("")]
    [InlineData("identity, ")]
    public async Task Decompressed_bodies_may_say_so(string encoding) =>
        await served.Client.Post("/predict?model=colours", Compressed.Declare(Pictures.Red, encoding, Png)).Json();

    [Fact]
    public async Task Identity_besides_another_encoding_means_nothing() =>
        await served.Client.Post(
            "/predict?model=colours", Compressed.Declare(Compressed.Compress("gzip", Pictures.Red), "identity, gzip", Png)).Json();

    [Theory]
    [InlineData("zstd", "'zstd'")]
    [InlineData("compress", "'compress'")]
    [InlineData("gzip, gzip", "only one")]
    [InlineData("deflate, gzip", "only one")]
    [InlineData("gzip;q=1", "'gzip;q=1'")]
    public async Task Other_encodings_are_refused_with_those_that_are_taken(string encoding, string reason)
    {
        foreach (string address in new[]
        {
            "/predict?model=colours", "/featuremaps/scores?model=colours", "/v2/models/colours/infer", "/v2/repository/index",
        })
        {
            using HttpResponseMessage response = await served.Client.Post(address, Compressed.Declare(Pictures.Red, encoding, null));
            string body = await response.Content.ReadAsStringAsync();

            string accepted = string.Join(", ", response.Headers.GetValues("Accept-Encoding"));
            Assert.Equal((415, "gzip, deflate, br"), ((int)response.StatusCode, accepted));
            JsonNode error = JsonNode.Parse(body)!;
            Assert.Contains(reason, error["detail"]?.GetValue<string>() ?? error.Text("error"), StringComparison.Ordinal);
        }

        await served.Client.Post("/predict?model=colours", Compressed.Declare(Pictures.Red, encoding, Png))
            .Problem(415, "unsupported_content_encoding");
    }

    [Fact]
    public async Task Two_headers_are_two_encodings()
    {
        var content = Compressed.Declare(Pictures.Red, "gzip", Png);
        content.Headers.TryAddWithoutValidation("Content-Encoding", "br");

        await served.Client.Post("/predict?model=colours", content).Problem(415, "unsupported_content_encoding");
    }

    [Fact]
    public async Task Another_reason_for_415_names_no_encodings()
    {
        using HttpResponseMessage type = await served.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red, "text/plain"));
        using HttpResponseMessage format = await served.Client.Post("/predict?model=colours", HttpCalls.Image("no picture"u8.ToArray()));

        Assert.Equal((415, 415), ((int)type.StatusCode, (int)format.StatusCode));
        Assert.False(type.Headers.Contains("Accept-Encoding") || format.Headers.Contains("Accept-Encoding"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_cut_stream_is_no_shorter_body(string encoding)
    {
        // What is cut off are bytes behind the picture: without them it is still whole.
        byte[] whole = Compressed.Compress(encoding, [.. Pictures.Red, .. Noise(5_000)]);

        foreach (int length in new[] { 1, 2, 5, whole.Length / 2, whole.Length - 9, whole.Length - 4, whole.Length - 1 })
        {
            JsonNode problem = await served.Client.Post(
                "/predict?model=colours", Compressed.Declare(whole[..length], Compressed.Header(encoding), Png))
                .Problem(400, "invalid_body");
            Assert.Contains("cannot be decompressed", problem.Detail(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_body_that_is_not_compressed_as_it_says(string encoding)
    {
        JsonNode problem = await served.Client.Post("/predict?model=colours", Compressed.Declare(Pictures.Red, encoding, Png))
            .Problem(400, "invalid_body");

        Assert.Contains($"no {encoding} stream", problem.Detail(), StringComparison.Ordinal);
        ByteArrayContent infer = Compressed.Declare("{\"inputs\":[]}"u8.ToArray(), encoding, null);
        Assert.Contains(
            "cannot be decompressed", await served.Client.Post("/v2/models/colours/infer", infer).V2Error(400), StringComparison.Ordinal);
        await served.Client.Post("/predict?model=colours", Compressed.Declare([], encoding, Png)).Problem(400, "empty_body");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    public async Task A_wrong_checksum_is_found(string encoding)
    {
        byte[] compressed = Compressed.Compress(encoding, [.. Pictures.Red, .. Noise(5_000)]);
        compressed[^(encoding == "gzip" ? 5 : 1)] ^= 1;

        await served.Client.Post("/predict?model=colours", Compressed.Declare(compressed, Compressed.Header(encoding), Png))
            .Problem(400, "invalid_body");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_compressed_is_no_image(string encoding) =>
        await served.Client.Post("/predict?model=colours", await HttpCalls.Image([]).As(encoding)).Problem(400, "empty_body");

    private static IEnumerable<(string Address, Func<HttpContent> Content)> Bodies()
    {
        string base64 = Convert.ToBase64String(Pictures.Red);
        string infer = $$"""{"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{base64}}"]}]}""";
        yield return ("/predict?model=colours", () => HttpCalls.Image(Pictures.Red));
        yield return ("/predict?model=colours", () => HttpCalls.Files(("a.png", Pictures.Red), ("b.png", Pictures.Blue)));
        yield return ("/predict?model=colours", () => V2Calls.JsonBody($$"""{"image":"{{base64}}"}"""));
        yield return ("/featuremaps/scores?model=colours", () => HttpCalls.Image(Pictures.Red));
        yield return ("/featuremaps/scores?model=colours", () => V2Calls.JsonBody($$"""{"image":"{{base64}}"}"""));
        yield return ("/v2/models/colours/infer", () => V2Calls.JsonBody(infer));
        yield return ("/v2/models/colours@image/versions/1/infer", () => V2Calls.JsonBody(infer));
        yield return ("/v2/repository/index", () => V2Calls.JsonBody("""{"ready":true}"""));
    }

    /// <summary>The answer without the ids of images, which are new each time.</summary>
    private async Task<string> AnswerAsync(string address, HttpContent content)
    {
        JsonNode answer = await served.Client.Post(address, content).Json();
        foreach (JsonNode? result in answer is JsonObject && answer["results"] is JsonArray results ? results : [])
            result!.AsObject().Remove("id");
        return answer.ToJsonString();
    }

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(3).NextBytes(bytes);
        return bytes;
    }

    private sealed class NoLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
