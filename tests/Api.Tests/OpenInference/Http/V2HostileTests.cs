using System.Text;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>Requests that lie or are malformed: each is refused with a sentence, none is a fault of the server.</summary>
[Collection(nameof(ServedV2))]
public sealed class V2HostileTests(ServedV2 served)
{
    private const string A = """{"name":"a","shape":[1,2],"datatype":"FP32","data":[1,2]}""";
    private const string B = """{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,2]}""";

    [Theory]
    [InlineData("", "no body")]
    [InlineData("{", "malformed")]
    [InlineData("[]", "an object is expected")]
    [InlineData("null", "an object is expected")]
    [InlineData("{}", "no 'inputs'")]
    [InlineData("""{"inputs":[]}""", "no 'inputs'")]
    [InlineData("""{"inputs":{}}""", "an array is expected")]
    [InlineData("""{"inputs":[1]}""", "an object is expected")]
    [InlineData("""{"inputs":[{}]}""", "has no 'name'")]
    [InlineData("""{"inputs":[A,B],"inputs":[A,B]}""", "twice")]
    [InlineData("""{"inputs":[A,B]} x""", "malformed")]
    [InlineData("""{"inputs":[A,B]} {}""", "malformed")]
    [InlineData("""{"inputs":[A,B],"id":7}""", "is the number 7; a string is expected")]
    [InlineData("""{"inputs":[A,B],"id":{}}""", "a string is expected")]
    [InlineData("""{"inputs":null}""", "no 'inputs'")]
    [InlineData("""{"inputs":[null]}""", "an object is expected")]
    [InlineData("""{"inputs":[A,B],"outputs":[null]}""", "an object is expected")]
    [InlineData("""{"inputs":[A,B],"outputs":[{"name":null}]}""", "no 'name'")]
    [InlineData("""{"inputs":[{"name":null,"shape":[1,2],"datatype":"FP32","data":[1,2]}]}""", "has no 'name'")]
    [InlineData("""{"inputs":[{"name":"a","shape":null,"datatype":"FP32","data":[1,2]}]}""", "has no 'shape'")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1,null],"datatype":"FP32","data":[1,2]}]}""", "whole number")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1,2],"datatype":null,"data":[1,2]}]}""", "has no 'datatype'")]
    [InlineData("""{"inputs":[{"name":"a","shape":[1,2],"datatype":"FP32","data":null}]}""", "neither")]
    [InlineData("""{"inputs":[A,B],"outputs":[{"name":"product"}]}""", "no output 'product'")]
    [InlineData("""{"inputs":[A,B],"outputs":[{"name":"sum"},{"name":"sum"}]}""", "asked for twice")]
    [InlineData("""{"inputs":[A,B],"outputs":[{}]}""", "no 'name'")]
    [InlineData("""{"inputs":[A,B],"outputs":[{"name":"sum","parameters":{"classification":0}}]}""", "at least 1")]
    [InlineData("""{"inputs":[A,B],"outputs":[{"name":"sum","parameters":{"classification":1e99}}]}""", "whole number")]
    [InlineData("""{"inputs":[A,B],"parameters":{"timeout":-1}}""", "microseconds")]
    [InlineData("""{"inputs":[A,B],"parameters":{"priority":-1}}""", "at least 0")]
    [InlineData("""{"inputs":[A,B],"parameters":{"binary_data_output":1}}""", "true or false")]
    [InlineData("""{"inputs":[A,A]}""", "given twice")]
    [InlineData("""{"inputs":[A]}""", "'b' is missing")]
    [InlineData("""{"inputs":[A,B,{"name":"c","shape":[1,2],"datatype":"FP32","data":[1,2]}]}""", "no input 'c'")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"INT32","data":[1,2]}]}""", "datatype INT32")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"BF16","data":[1,2]}]}""", "datatype BF16")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP8","data":[1,2]}]}""", "does not have")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1],"datatype":"BYTES","data":["AAAA"]}]}""", "datatype BYTES")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[2,1],"datatype":"FP32","data":[1,2]}]}""", "[2,1]")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[2],"datatype":"FP32","data":[1,2]}]}""", "[2]")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[3,2],"datatype":"FP32","data":[1,2,3,4,5,6]}]}""", "the same number")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[0,2],"datatype":"FP32","data":[]}]}""", "[0,2]")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[-1,2],"datatype":"FP32","data":[1,2]}]}""", "extent -1")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1.5,2],"datatype":"FP32","data":[1,2]}]}""", "whole number")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[9223372036854775808,2],"datatype":"FP32","data":[1,2]}]}""", "whole number")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[4294967296,4294967296],"datatype":"FP32","data":[1,2]}]}""", "elements")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1000000,2],"datatype":"FP32","data":[1,2]}]}""", "fewer elements")]
    [InlineData(
        """{"inputs":[A,{"name":"b","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"datatype":"FP32","data":[1,2]}]}""", "dimensions")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1]}]}""", "has 1 elements")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,2,3]}]}""", "more than 2")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[[1],[2]]}]}""", "do not follow its shape")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[[1,2],[]]}]}""", "do not follow its shape")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,[2]]}]}""", "do not follow its shape")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[[[1,2]]]}]}""", "do not follow its shape")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":7}]}""", "no array")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,null]}]}""", "Element 1")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,{"x":1}]}]}""", "an object")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,"2"]}]}""", "the string")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,1e39]}]}""", "FP32's range")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,NaN]}]}""", "malformed")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,01]}]}""", "malformed")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32"}]}""", "neither")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,2],"data":[1,2]}]}""", "twice")]
    [InlineData("""{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,2],"parameters":{"binary_data_size":8}}]}""", "both")]
    [InlineData(
        """{"inputs":[A,{"name":"b","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}]}""",
        "Inference-Header-Content-Length")]
    public async Task Malformed_or_lying_json(string json, string reason)
    {
        string request = json.Replace("[A", $"[{A}", StringComparison.Ordinal).Replace(",A", $",{A}", StringComparison.Ordinal)
            .Replace(",B", $",{B}", StringComparison.Ordinal);

        Assert.Contains(reason, await served.Client.Infer("sum-and-difference", request).V2Error(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shapes_that_the_model_cannot_run_on() => Assert.Contains(
        "cannot run", await served.Client.Infer("product", """{"inputs":[{"name":"x","shape":[1,3],"datatype":"FP32","data":[1,2,3]}]}""")
            .V2Error(400), StringComparison.Ordinal);

    [Theory]
    [InlineData("int8", "INT8", "[1,128]")]
    [InlineData("int8", "INT8", "[1,1.0]")]
    [InlineData("uint8", "UINT8", "[1,-1]")]
    [InlineData("int32", "INT32", "[1,2147483648]")]
    [InlineData("int64", "INT64", "[1,9223372036854775808]")]
    [InlineData("int64", "INT64", "[1,true]")]
    [InlineData("bool", "BOOL", "[true,2]")]
    [InlineData("bool", "BOOL", "[true,\"true\"]")]
    [InlineData("fp64", "FP64", "[1,1e309]")]
    [InlineData("fp64", "FP64", "[1,\"nan\"]")]
    public async Task Elements_out_of_range(string name, string type, string data) => Assert.Contains(
        "Element 1",
        await served.Client.Infer("types", $$"""{"inputs":[{"name":"{{name}}","shape":[1,2],"datatype":"{{type}}","data":{{data}} }]}""")
            .V2Error(400), StringComparison.Ordinal);

    [Theory]
    [InlineData("-1")]
    [InlineData("+10")]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData("4294967297")]
    [InlineData("101")]
    public async Task A_wrong_length_of_the_json(string header) =>
        Assert.Contains(
            V2Calls.HeaderLength, await served.Client.InferBytes("echo", new byte[100], header).V2Error(400), StringComparison.Ordinal);

    [Theory]
    [InlineData(8, 7, "7 bytes are left")]
    [InlineData(8, 9, "1 bytes follow")]
    [InlineData(4, 4, "has 4 bytes")]
    [InlineData(-1, 16, "binary_data_size of -1")]
    [InlineData(long.MaxValue, 16, "binary_data_size of 9223372036854775807")]
    public async Task Wrong_sizes_of_binary_data(long declared, int sent, string reason)
    {
        string json = $$"""{"inputs":[{"name":"x","shape":[1,1,2],"datatype":"FP32","parameters":{"binary_data_size":{{declared}} } }]}""";

        Assert.Contains(reason, await served.Client.InferBinary("echo", json, new byte[sent]).V2Error(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bool_is_0_or_1()
    {
        const string json = """{"inputs":[{"name":"bool","shape":[1,2],"datatype":"BOOL","parameters":{"binary_data_size":2}}]}""";

        Assert.Contains("Element 1", await served.Client.InferBinary("types", json, [1, 2]).V2Error(400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sum-and-difference", 8, "has 2 inputs")]
    [InlineData("echo", 7, "the body has 7")]
    [InlineData("colours", 100, "image/*")]
    public async Task A_raw_body_that_does_not_fit(string model, int bytes, string reason) =>
        Assert.Contains(reason, await served.Client.InferBytes(model, new byte[bytes], "0").V2Error(400), StringComparison.Ordinal);

    [Fact]
    public async Task A_raw_image_for_a_model_of_tensors() =>
        Assert.Contains(
            "takes no image", await served.Client.InferBytes("echo", Pictures.Red, "0", "image/png")
                .V2Error(400), StringComparison.Ordinal);

    [Theory]
    [InlineData("""[1],"datatype":"BYTES","data":["***"]""", "base64")]
    [InlineData("""[1],"datatype":"BYTES","data":[1]""", "base64")]
    [InlineData("""[2],"datatype":"BYTES","data":["AAAA"]""", "has 1 elements")]
    [InlineData("""[1],"datatype":"BYTES","data":["AAAA","AAAA"]""", "more than 1")]
    [InlineData("""[1,2],"datatype":"BYTES","data":["AAAA","AAAA"]""", "expected [n]")]
    [InlineData("""[0],"datatype":"BYTES","data":[]""", "expected [n]")]
    [InlineData("""[1,2],"datatype":"FP32","data":[1,2]""", "[1,2]")]
    public async Task Images_that_are_none(string rest, string reason) =>
        Assert.Contains(
            reason, await served.Client.Infer("colours", $$"""{"inputs":[{"name":"image","shape":{{rest}} }]}""")
                .V2Error(400), StringComparison.Ordinal);

    [Fact]
    public async Task An_image_and_its_tensor_together()
    {
        string image = $$"""{"name":"image","shape":[1],"datatype":"BYTES","data":["{{Convert.ToBase64String(Pictures.Red)}}"]}""";

        Assert.Contains(
            "images and 1 other",
            await served.Client.Infer("colours", $$"""{"inputs":[{{image}},{"name":"image","shape":[1],"datatype":"FP32","data":[1]}]}""")
                .V2Error(400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0 }, "too few")]
    [InlineData(new byte[] { 255, 255, 255, 255, 1 }, "length of 4294967295")]
    [InlineData(new byte[] { 5, 0, 0, 0, 1 }, "length of 5")]
    [InlineData(new byte[] { 1, 0, 0, 0, 7, 1, 0, 0, 0, 7 }, "has 2 elements")]
    [InlineData(new byte[] { }, "has 0 elements")]
    public async Task Wrong_lengths_of_elements(byte[] data, string reason)
    {
        string json =
            $$"""{"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":{{data.Length}} } }]}""";

        Assert.Contains(reason, await served.Client.InferBinary("colours", json, data).V2Error(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arrays_nested_without_end_are_malformed()
    {
        string deep = new('[', 100_000);

        Assert.Contains("malformed", await served.Client.Infer("echo", $$"""{"x":{{deep}}""").V2Error(400), StringComparison.Ordinal);
        await served.Client.Infer("echo", $$"""{"inputs":[{"name":"x","shape":[1,1,2],"datatype":"FP32","data":{{deep}}""").V2Error(400);
    }

    [Fact]
    public async Task A_body_beyond_the_limit()
    {
        Assert.Contains(
            "Limits:MaxBodyBytes", await TooLarge(() => served.Client.InferBytes("echo", new byte[1_000_001], "0")),
            StringComparison.Ordinal);
        await TooLarge(() => served.Client.SendAsync(Endless()));
    }

    // The connection is closed behind the answer; a client that still sends may lose it, and asks again.
    private static async Task<string> TooLarge(Func<Task<HttpResponseMessage>> call)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await call().V2Error(413);
            }
            catch (HttpRequestException) when (attempt < 10)
            {
            }
        }
    }

    private static HttpRequestMessage Endless()
    {
        var endless = new StreamContent(new MemoryStream(new byte[1_000_001]));
        endless.Headers.ContentLength = null;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v2/models/echo/infer", UriKind.Relative)) { Content = endless };
        request.Headers.TransferEncodingChunked = true;
        return request;
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("image/png")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Another_content_type(string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"inputs":[{{A}}]}"""));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Contains(
            "application/json", await served.Client.Post("/v2/models/echo/infer", content).V2Error(415), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_changes_of_a_good_request_never_become_a_fault()
    {
        byte[] good = Encoding.UTF8.GetBytes(
            $$"""{"id":"1","inputs":[{{A}},{{B}}],"outputs":[{"name":"sum","parameters":{"binary_data":true} }]}""");
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] bad = [.. good];
            for (int change = 0; change <= random.Next(4); change++)
                bad[random.Next(bad.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "{}[],:\"0-1.e"[random.Next(12)]);
            string? header = random.Next(3) == 0 ? $"{random.Next(bad.Length + 2)}" : null;
            using HttpResponseMessage response = await served.Client.InferBytes("sum-and-difference", bad, header);
            Assert.True((int)response.StatusCode is 200 or 400, $"{(int)response.StatusCode} for {header} {Encoding.UTF8.GetString(bad)}");
        }
    }
}
