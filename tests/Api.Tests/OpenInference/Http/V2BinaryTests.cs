using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>
/// The binary tensor extension, written from
/// https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md.
/// </summary>
[Collection(nameof(ServedV2))]
public sealed class V2BinaryTests(ServedV2 served)
{
    [Fact]
    public async Task Tensors_follow_the_json_in_the_order_of_the_inputs()
    {
        (JsonNode json, byte[] tail) = await served.Client.InferBinary("sum-and-difference", """
            { "model_name" : "sum-and-difference",
              "inputs" : [
                { "name" : "b", "shape" : [ 1, 2 ], "datatype" : "FP32", "parameters" : { "binary_data_size" : 8 } },
                { "name" : "a", "shape" : [ 1, 2 ], "datatype" : "FP32", "parameters" : { "binary_data_size" : 8 } } ],
              "outputs" : [ { "name" : "difference", "parameters" : { "binary_data" : true } }, { "name" : "sum" } ] }
            """, V2Calls.Bytes(1, 2), V2Calls.Bytes(10, 20)).Binary();

        Assert.Equal(
            """{"name":"difference","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}}""",
            json["outputs"]![0]!.ToJsonString());
        Assert.Equal("[11,22]", json["outputs"]![1]!.Data());
        Assert.Equal([9, 18], tail.Floats());
    }

    [Fact]
    public async Task Binary_and_json_inputs_can_be_mixed_and_binary_can_be_the_default_of_outputs()
    {
        (JsonNode json, byte[] tail) = await served.Client.InferBinary("sum-and-difference", """
            { "parameters" : { "binary_data_output" : true },
              "inputs" : [
                { "name" : "a", "shape" : [ 1, 2 ], "datatype" : "FP32", "data" : [ 10, 20 ] },
                { "name" : "b", "shape" : [ 1, 2 ], "datatype" : "FP32", "parameters" : { "binary_data_size" : 8 } } ],
              "outputs" : [ { "name" : "sum" }, { "name" : "difference", "parameters" : { "binary_data" : false } } ] }
            """, V2Calls.Bytes(1, 2)).Binary();

        Assert.Equal("[9,18]", json["outputs"]![1]!.Data());
        Assert.Equal([11, 22], tail.Floats());
    }

    [Fact]
    public async Task A_raw_body_is_the_only_input_for_a_batch_of_one()
    {
        (JsonNode json, byte[] tail) = await served.Client.InferBytes("echo", V2Calls.Bytes(1, 2, 3, 4, 5, 6), "0").Binary();

        Assert.Equal(
            """{"name":"y","datatype":"FP32","shape":[1,3,2],"parameters":{"binary_data_size":24}}""", json["outputs"]![0]!.ToJsonString());
        Assert.Equal([1, 2, 3, 4, 5, 6], tail.Floats());
    }

    [Fact]
    public async Task A_raw_body_may_be_an_image()
    {
        (JsonNode json, byte[] tail) = await served.Client.InferBytes("colours", Pictures.Lime, "0", "image/png").Binary();

        Assert.Equal("[1,3]", json["outputs"]![0]!.Shape());
        Assert.Equal([0, 10, 0], tail.Floats());
    }

    [Fact]
    public async Task A_header_that_covers_everything_is_json_alone()
    {
        const string json = """{"inputs":[{"name":"x","shape":[1,1,2],"datatype":"FP32","data":[1,2]}]}""";

        Assert.Equal("[1,2]", (await served.Client.InferBinary("echo", json).Json())["outputs"]![0]!.Data());
    }
}
