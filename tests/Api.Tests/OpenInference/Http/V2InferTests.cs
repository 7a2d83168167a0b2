using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>
/// Requests in JSON, written from https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md.
/// </summary>
[Collection(nameof(ServedV2))]
public sealed class V2InferTests(ServedV2 served)
{
    private const string TwoInputs = """
        {
          "id" : "42",
          "inputs" : [
            { "name" : "a", "shape" : [ 2, 2 ], "datatype" : "FP32", "data" : [ 1, 2.5, 3e1, -4 ] },
            { "name" : "b", "shape" : [ 2, 2 ], "datatype" : "FP32", "data" : [ [ 1, 1 ], [ 1, 0.5 ] ] }
          ],
          "outputs" : [ { "name" : "difference" } ]
        }
        """;

    [Fact]
    public async Task An_answer_names_model_version_id_and_the_outputs_asked_for()
    {
        JsonNode answer = await served.Client.Infer("sum-and-difference", TwoInputs).Json();

        Assert.Equal(
            """{"model_name":"sum-and-difference","model_version":"1","id":"42","outputs":[{"name":"difference","datatype":"FP32","shape":[2,2],"data":[0,1.5,29,-4.5]}]}""",
            answer.ToJsonString());
    }

    [Theory]
    [InlineData("", "sum,difference")]
    [InlineData(""","outputs":[]""", "sum,difference")]
    [InlineData(""","outputs":[{"name":"difference"},{"name":"sum"}]""", "difference,sum")]
    [InlineData(""","outputs":[{"name":"sum"}]""", "sum")]
    public async Task Outputs_come_in_the_order_asked_for(string outputs, string expected)
    {
        JsonNode answer = await served.Client.Infer(
            "sum-and-difference",
            $$"""{"inputs":[{"name":"b","shape":[1,2],"datatype":"FP32","data":[1,2]},{"name":"a","shape":[1,2],"datatype":"FP32","data":[10,20]}]{{outputs}}}""").Json();

        Assert.Equal(expected, string.Join(',', answer["outputs"]!.AsArray().Select(output => output!.Text("name"))));
        Assert.All(
            answer["outputs"]!.AsArray(), output => Assert.Equal(output!.Text("name") == "sum" ? "[11,22]" : "[9,18]", output!.Data()));
        Assert.Null(answer["id"]);
    }

    [Fact]
    public async Task Every_element_type_goes_in_and_comes_out()
    {
        (string Type, string Data)[] inputs =
        [
            ("FP32", """[3.4028235e38,"NaN",-0.1,"-Infinity"]"""), ("FP64", """[1.7976931348623157e308,"Infinity",0.1,1e-300]"""),
            ("INT64", "[9223372036854775807,-9223372036854775808,0,1]"), ("INT32", "[2147483647,-2147483648,0,1]"),
            ("INT8", "[127,-128,0,1]"), ("UINT8", "[255,0,1,2]"), ("BOOL", "[true,false,false,true]"),
        ];
        string json = string.Join(
            ',', inputs.Select(
                input => $$"""{"name":"{{input.Type.ToLowerInvariant()}}","shape":[2,2],"datatype":"{{input.Type}}","data":{{input.Data}}}"""));

        JsonNode answer = await served.Client.Infer("types", $$"""{"inputs":[{{json}}]}""").Json();

        foreach (((string type, string data), JsonNode? output) in inputs.Zip(answer["outputs"]!.AsArray()))
        {
            Assert.Equal($"{type.ToLowerInvariant()}-out", output!.Text("name"));
            Assert.Equal(type, output!.Text("datatype"));
            Assert.Equal("[2,2]", output!.Shape());
            Assert.Equal(JsonNode.Parse(data)!.AsArray().Select(Canonical), output!["data"]!.AsArray().Select(Canonical));
        }

        static string Canonical(JsonNode? node) =>
            node!.GetValueKind() == System.Text.Json.JsonValueKind.Number ? node.GetValue<double>().ToString("R") : node.ToJsonString();
    }

    [Fact]
    public async Task Members_may_come_in_any_order_and_unknown_ones_are_passed_over()
    {
        JsonNode answer = await served.Client.Infer("echo", """
            { "future": { "a": [1, {}] }, "parameters": { "custom": "x", "sequence_id": 3 },
              "inputs": [ { "data": [[[1, 2], [3, 4]]], "extra": [1], "parameters": { "p": 1 }, "datatype": "FP32", "shape": [1, 2, 2], "name": "x" } ], "model_name": "echo" }
            """).Json();

        Assert.Equal("[1,2,2]", answer["outputs"]![0]!.Shape());
        Assert.Equal("[1,2,3,4]", answer["outputs"]![0]!.Data());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Json_is_taken_under_the_names_that_clients_send_it(string? type)
    {
        var content = new ByteArrayContent("""{"inputs":[{"name":"x","shape":[1,1,2],"datatype":"FP32","data":[1,2]}]}"""u8.ToArray());
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal("[1,2]", (await served.Client.Post("/v2/models/echo/infer", content).Json())["outputs"]![0]!.Data());
    }

    [Fact]
    public async Task Server_timing_shows_the_stages()
    {
        using HttpResponseMessage response = await served.Client.Infer("sum-and-difference", TwoInputs);

        Assert.Contains("compute;dur=", response.Headers.GetValues("Server-Timing").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_has_the_time_that_it_gives_itself()
    {
        string json = TwoInputs.Replace(
            "\"id\" : \"42\"", "\"parameters\": { \"timeout\": 60000000, \"priority\": 1 }", StringComparison.Ordinal);

        await served.Client.Infer("sum-and-difference", json).Json();
    }

    [Fact]
    public async Task Numbers_survive_the_way_through_json()
    {
        var random = new Random(7);
        float[] values =
            [.. Enumerable.Range(0, 2000).Select(
                _ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))).Where(float.IsFinite)];
        values = values[..(values.Length / 2 * 2)];
        string data = string.Join(',', values.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));

        JsonNode answer = await served.Client.Infer(
            "echo", $$"""{"inputs":[{"name":"x","shape":[1,{{values.Length / 2}},2],"datatype":"FP32","data":[{{data}}]}]}""").Json();

        Assert.Equal(values, answer["outputs"]![0]!["data"]!.AsArray().Select(value => value!.GetValue<float>()));
    }
}
