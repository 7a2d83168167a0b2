using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Fovea.Api.OpenApi;
using Fovea.Api.OpenInference.Core;
using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Http.Contracts;

namespace Fovea.Api.OpenInference.Http.OpenApi;

/// <summary>Example answers, written by the same contracts as the real ones.</summary>
internal static class V2Examples
{
    private static readonly Duration Some = new() { Count = 12, Ns = 3_400_000 };

    public static JsonNode Server => Node(ServerIdentity.Metadata, V2Json.Answers.ServerMetadata);

    public static JsonNode Live => Node(new ServerLive { Live = true }, V2Json.Answers.ServerLive);

    public static JsonNode Ready => Node(new ServerReady { Ready = true }, V2Json.Answers.ServerReady);

    public static JsonNode ModelReady => Node(new ModelReady { Name = "digits", Ready = true }, V2Json.Answers.ModelReady);

    public static JsonNode Model => Node(
        new ModelMetadata
        {
            Name = "digits",
            Versions = ["1"],
            Platform = ModelDescriber.Platform,
            Inputs = [new TensorMetadata { Name = "image", Datatype = "FP32", Shape = [-1, 1, 28, 28] }],
            Outputs = [new TensorMetadata { Name = "logits", Datatype = "FP32", Shape = [-1, 10] }],
            Parameters = new Dictionary<string, string> { [ModelDescriber.ImageModel] = "digits@image" },
        },
        V2Json.Answers.ModelMetadata);

    public static JsonNode Configuration => Node(
        new ModelConfiguration
        {
            Name = "digits",
            Platform = ModelDescriber.Platform,
            Backend = ServerIdentity.Name,
            Input = [new ConfiguredInput { Name = "image", DataType = "TYPE_FP32", Format = "FORMAT_NCHW", Dims = [-1, 1, 28, 28] }],
            Output = [new ConfiguredOutput { Name = "logits", DataType = "TYPE_FP32", Dims = [-1, 10], LabelFilename = "labels.txt" }],
            DefaultModelFilename = "model.onnx",
            Parameters = new Dictionary<string, ConfiguredParameter>
            {
                [ModelDescriber.ImageModel] = new() { StringValue = "digits@image" },
            },
        },
        V2Json.Answers.ModelConfiguration);

    public static JsonNode Statistics => Node(
        new ModelStatisticsList
        {
            ModelStats =
            [
                new ModelStatisticsInfo
                {
                    Name = "digits",
                    Version = "1",
                    LastInference = 1_790_000_000_000,
                    InferenceCount = 12,
                    ExecutionCount = 12,
                    InferenceStats = new InferenceStatistics
                    {
                        Success = Some, Fail = new(), Queue = Some, ComputeInput = Some, ComputeInfer = Some, ComputeOutput = Some,
                    },
                    BatchStats = [new BatchStatistics { BatchSize = 1, ComputeInput = Some, ComputeInfer = Some, ComputeOutput = Some }],
                },
            ],
        },
        V2Json.Answers.ModelStatisticsList);

    public static JsonNode Index => Node(
        [new RepositoryIndexEntry { Name = "digits", Version = "1", State = "READY", Reason = "" }],
        V2Json.Answers.RepositoryIndexEntryArray);

    /// <summary>An image, and from a classifier its two likeliest classes.</summary>
    /// <param name="classes">The output that the classes are from, or null.</param>
    public static JsonNode InferRequest(string? classes)
    {
        JsonNode request = JsonNode.Parse($$"""
            {
              "id": "42",
              "inputs": [ { "name": "image", "shape": [1], "datatype": "BYTES", "data": ["{{Examples.Seven}}"] } ]
            }
            """)!;
        if (classes is not null)
            request["outputs"] = new JsonArray(
                new JsonObject { ["name"] = classes, ["parameters"] = new JsonObject { ["classification"] = 2 } });
        return request;
    }

    public static JsonNode InferAnswer => JsonNode.Parse("""
        {
          "model_name": "digits",
          "model_version": "1",
          "id": "42",
          "outputs": [ { "name": "logits", "datatype": "BYTES", "shape": [1, 2], "data": ["3.70071:7:7", "-1.3518565:3:3"] } ]
        }
        """)!;

    private static JsonNode Node<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type)!;
}
