using System.Text.Json.Nodes;
using Fovea.Api.OpenInference.Grpc.Schema;
using Google.Protobuf;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferRequest.Types;

namespace Fovea.Api.Tests.Support;

/// <summary>
/// What a client sends that knows of a model only what its metadata says: every listed input, filled with zeros of the listed datatype and
/// shape, 1 where any extent is taken, and a picture where BYTES are. It asks for every listed output.
/// </summary>
internal static class FilledRequests
{
    /// <summary>The JSON of a request.</summary>
    public static string Json(JsonNode metadata) => new JsonObject
    {
        ["inputs"] = new JsonArray([.. metadata["inputs"]!.AsArray().Select(input => Input(input!, "data", Elements(input!)))]),
        ["outputs"] = Outputs(metadata),
    }.ToJsonString();

    /// <summary>A request of the binary tensor extension: JSON, and the bytes behind it.</summary>
    public static (string Json, byte[][] Tail) Binary(JsonNode metadata)
    {
        JsonNode[] inputs = [.. metadata["inputs"]!.AsArray().Select(input => input!)];
        byte[][] tail = [.. inputs.Select(input => Bytes(input.Text("datatype"), Count(input)))];
        string json = new JsonObject
        {
            ["inputs"] = new JsonArray([.. inputs.Zip(tail).Select(pair => Input(
                pair.First, "parameters", new JsonObject { ["binary_data_size"] = pair.Second.Length }))]),
            ["outputs"] = Outputs(metadata),
        }.ToJsonString();
        return (json, tail);
    }

    /// <summary>A request over gRPC, with raw contents or typed ones.</summary>
    public static ModelInferRequest Rpc(ModelMetadataResponse metadata, string version, bool raw)
    {
        var request = new ModelInferRequest { ModelName = metadata.Name, ModelVersion = version };
        request.Outputs.Add(metadata.Outputs.Select(output => new InferRequestedOutputTensor { Name = output.Name }));
        foreach (ModelMetadataResponse.Types.TensorMetadata input in metadata.Inputs)
        {
            int count = input.Shape.Aggregate(1, (product, extent) => product * (int)Math.Abs(extent));
            request.Inputs.Add(new InferInputTensor
            {
                Name = input.Name,
                Datatype = input.Datatype,
                Shape = { input.Shape.Select(Math.Abs) },
                Contents = raw ? null : Contents(input.Datatype, count),
            });
            if (raw)
                request.RawInputContents.Add(ByteString.CopyFrom(Bytes(input.Datatype, count)));
        }

        return request;
    }

    private static JsonObject Input(JsonNode input, string member, JsonNode value) => new()
    {
        ["name"] = input.Text("name"),
        ["datatype"] = input.Text("datatype"),
        ["shape"] = new JsonArray([.. Extents(input).Select(extent => (JsonNode)extent)]),
        [member] = value,
    };

    private static JsonArray Outputs(JsonNode metadata) =>
        [.. metadata["outputs"]!.AsArray().Select(output => new JsonObject { ["name"] = output!.Text("name") })];

    // The only extent below zero is -1.
    private static long[] Extents(JsonNode tensor) =>
        [.. tensor["shape"]!.AsArray().Select(extent => Math.Abs(extent!.GetValue<long>()))];

    private static int Count(JsonNode tensor) => Extents(tensor).Aggregate(1, (product, extent) => product * (int)extent);

    private static JsonArray Elements(JsonNode input) => [.. Enumerable.Range(0, Count(input)).Select(_ => (JsonNode)(
        input.Text("datatype") switch
        {
            "BYTES" => Convert.ToBase64String(Pictures.Red),
            "BOOL" => false,
            _ => 0,
        }))];

    private static byte[] Bytes(string datatype, int count) => datatype == "BYTES"
        ? [.. Enumerable.Repeat(V2Calls.Element(Pictures.Red), count).SelectMany(element => element)]
        : new byte[count * datatype switch
        {
            "BOOL" => 1,
            _ when datatype.EndsWith("64", StringComparison.Ordinal) => 8,
            _ when datatype.EndsWith("32", StringComparison.Ordinal) => 4,
            _ when datatype.EndsWith("16", StringComparison.Ordinal) => 2,
            _ => 1,
        }];

    private static InferTensorContents Contents(string datatype, int count) => datatype switch
    {
        "BYTES" => new() { BytesContents = { Enumerable.Repeat(ByteString.CopyFrom(Pictures.Red), count) } },
        "BOOL" => new() { BoolContents = { new bool[count] } },
        "FP32" => new() { Fp32Contents = { new float[count] } },
        "FP64" => new() { Fp64Contents = { new double[count] } },
        "INT64" => new() { Int64Contents = { new long[count] } },
        "UINT64" => new() { Uint64Contents = { new ulong[count] } },
        _ when datatype.StartsWith('U') => new() { UintContents = { new uint[count] } },
        _ => new() { IntContents = { new int[count] } },
    };
}
