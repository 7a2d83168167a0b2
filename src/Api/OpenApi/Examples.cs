using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Models.Postprocessing;
using Fovea.Models.Repository;
using Fovea.Models.Tasks;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>Example answers, written by the same contracts as the real ones.</summary>
internal static class Examples
{
    /// <summary>A PNG in base64: a 7 of straight strokes, white on black, 28 x 28 pixels of one bit.</summary>
    public const string Seven =
        "iVBORw0KGgoAAAANSUhEUgAAABwAAAAcAQAAAABaduI5AAAALUlEQVR42mNgwAsY//9AJhgYLEBEAZx4ACMYDwAJ5gYYwc4AI/jghAxcPw4AAL74CwaEbr68" +
        "AAAAAElFTkSuQmCC";

    private const string ImageId = "3f0c9d8e7b6a5f4e3d2c1b0a99887766";

    /// <summary>A body of JSON with one image.</summary>
    public static JsonNode Upload => new JsonObject { [JsonUploads.One] = Seven };

    public static JsonNode Predict => Node(
        new PredictResponse
        {
            Model = "digits",
            Version = "1",
            Results =
            [
                new PredictResult
                {
                    Id = ImageId,
                    Name = "seven.png",
                    Task = new Classification(),
                    Answer = new PredictedLabel[] { new("7", 7, 0.9981f), new("1", 1, 0.0012f) },
                },
            ],
        },
        ApiJson.Answers.PredictResponse);

    public static JsonNode FeatureMap => Node(
        new FeatureMapResponse
        {
            Model = "digits",
            Version = "1",
            Layer = "relu1",
            Operator = "Relu",
            Shape = [1, 16, 28, 28],
            ReceptiveField = Window,
            Channels =
            [
                new ChannelInfo
                {
                    Index = 0, Min = 0, Max = 3.25f, Mean = 0.41, Std = 0.72, Zeros = 431, Strength = 0.41, Variance = 0.52,
                    Sparsity = 0.55,
                },
            ],
        },
        ApiJson.Answers.FeatureMapResponse);

    public static JsonNode Models => Node(
        new ModelList
        {
            Default = "digits",
            DefaultReason = "The model folder had no model at the start.",
            Models =
            [
                new ModelSummary
                {
                    Name = "digits", Version = "1", State = ModelState.Ready, Bundled = true, Task = "classification",
                    Href = "/models/digits",
                },
            ],
        },
        ApiJson.Answers.ModelList);

    public static JsonNode Model => Node(
        new ModelDetails
        {
            Name = "digits",
            Version = "1",
            Versions = ["1"],
            State = ModelState.Ready,
            Bundled = true,
            Task = "classification",
            Opset = 13,
            Inputs = [new ModelValueInfo { Name = "image", Type = "float32", Shape = [-1, 1, 28, 28] }],
            Outputs = [new ModelValueInfo { Name = "logits", Type = "float32", Shape = [-1, 10] }],
            Preprocessing =
            [
                new PreprocessingInfo
                {
                    Name = "resize.filter", Value = "bilinear", Source = "fovea.json: resize.filter", Assumed = false,
                },
            ],
            Assumed = false,
            TaskDetails = new()
            {
                ["outputActivation"] = JsonElement.Parse("\"softmax\""),
                ["activation"] = JsonElement.Parse(
                    """
                    {
                      "value": "softmax", "source": "default", "assumed": false,
                      "reason": "There are several scores without bounds, the logits of classes that exclude each other."
                    }
                    """),
                ["scoreOutput"] = JsonElement.Parse("\"logits\""),
                ["classes"] = JsonElement.Parse("10"),
            },
            LabelsSource = "labels.txt",
            Parameters = 163_674,
            MultiplyAdds = 13_736_960,
            SelfTests = 3,
            LayersHref = "/models/digits/layers",
        },
        ApiJson.Answers.ModelDetails);

    public static JsonNode Report => Node(
        new ModelReport
        {
            File = "model.onnx",
            Served = false,
            Problems = ["model.onnx: the operator Frobnicate (1 node) is not supported."],
            Producer = "pytorch 2.8.0",
            IrVersion = 8,
            Opsets = new Dictionary<string, long> { ["ai.onnx"] = 17 },
            Operators =
            [
                new OperatorInfo { Name = "Conv", Count = 20, Supported = true },
                new OperatorInfo { Name = "Frobnicate", Count = 1, Supported = false },
            ],
        },
        ApiJson.Answers.ModelReport);

    public static JsonNode Layers => Node(
        new LayerList
        {
            Model = "digits",
            Version = "1",
            InputShapes = [[1, 1, 28, 28]],
            Layers =
            [
                new LayerDetails
                {
                    Name = "conv1",
                    Operator = "Conv",
                    Shape = [1, 16, 28, 28],
                    ElementType = "float32",
                    Kernel = [3, 3],
                    Stride = [1, 1],
                    Padding = [1, 1, 1, 1],
                    Dilation = [1, 1],
                    Groups = 1,
                    Parameters = 160,
                    MultiplyAdds = 112_896,
                    ReceptiveField = Window,
                    FusedInto = "relu1",
                    Sources = ["image"],
                    Sharing = new WeightSharingInfo { Parameters = 160, Local = 125_440, Dense = 9_847_040 },
                    WeightsHref = "/weights/conv1?model=digits",
                    Href = "/featuremaps/conv1?model=digits",
                },
            ],
        },
        ApiJson.Answers.LayerList);

    private static ReceptiveFieldInfo Window => new() { Size = [3, 3], Jump = [1, 1], Start = [-1, -1] };

    /// <summary>An example of a parameter, where one is needed: the model of the query only where the call needs one named.</summary>
    public static JsonNode? Parameter(OpenApiParameter parameter, ExampleModel model) => (parameter.In, parameter.Name) switch
    {
        (ParameterLocation.Path, "model") => model.Name,
        (ParameterLocation.Path, "version") => model.Version,
        (ParameterLocation.Path, "layer") => model.Layer,
        (ParameterLocation.Query, "contentLayers" or "styleLayers") => model.Layer,
        (ParameterLocation.Query, "model") when !model.IsDefault => model.Name,
        _ => null,
    };

    public static JsonNode Health(string status) => Node(new HealthStatus { Status = status }, ApiJson.Answers.HealthStatus);

    public static JsonNode Problem(ErrorCode code) =>
        Node(Problems.Of(new ErrorAnswer(code, $"{code.Title}.")), ApiJson.Answers.ProblemDetails);

    private static JsonNode Node<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type)!;
}
