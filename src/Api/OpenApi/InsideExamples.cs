using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Fovea.Api.Contracts;
using Fovea.Inference;
using Fovea.Models.Comparing;
using Fovea.Models.Graphs;

namespace Fovea.Api.OpenApi;

/// <summary>Example answers of what shows the inside of a network, written by the same contracts as the real ones.</summary>
internal static class InsideExamples
{
    public static JsonNode Graph => Node(
        new GraphResponse
        {
            Model = "digits",
            Version = "1",
            Width = 264,
            Height = 248,
            Nodes =
            [
                new GraphNodeInfo
                {
                    Id = "i0", Kind = GraphNodeKind.Input, Name = "image", Shape = [1, 1, 28, 28], Parameters = 0,
                    X = 16, Y = 16, Width = 232, Height = 44,
                },
                new GraphNodeInfo
                {
                    Id = "l0", Kind = GraphNodeKind.Layer, Name = "conv1", Operator = "Conv", Shape = [1, 16, 28, 28], Parameters = 160,
                    MultiplyAdds = 112_896, X = 16, Y = 96, Width = 232, Height = 68,
                },
            ],
            Blocks = [],
            Edges = [new GraphEdgeInfo { From = "i0", To = "l0", Residual = false, Points = [[132, 60], [132, 96]] }],
        },
        ApiJson.Answers.GraphResponse);

    public static JsonNode Weights => Node(
        new WeightsResponse
        {
            Model = "digits",
            Version = "1",
            Layer = "conv1",
            Operator = "Conv",
            Shape = [16, 1, 3, 3],
            FilterAxis = 0,
            Min = -0.61f,
            Max = 0.58f,
            Mean = 0.012,
            Std = 0.27,
            Filters = [new FilterInfo { Index = 0, Min = -0.42f, Max = 0.37f, Mean = 0.03, Std = 0.24, Norm = 0.73 }],
        },
        ApiJson.Answers.WeightsResponse);

    public static JsonNode Preprocess => Node(
        new PreprocessResponse
        {
            Model = "digits",
            Version = "1",
            Width = 28,
            Height = 28,
            Original = new SizeInfo { Width = 56, Height = 56 },
            Crop = new BoxInfo { Top = 0, Left = 0, Bottom = 56, Right = 56 },
            Settings =
            [
                new PreprocessingInfo { Name = "resize.filter", Value = "bilinear", Source = "fovea.json: resize.filter", Assumed = false },
            ],
        },
        ApiJson.Answers.PreprocessResponse);

    public static JsonNode Layers => Node(
        new LayersResponse
        {
            Model = "digits",
            Version = "1",
            Layers =
            [
                new LayerThumbnail
                {
                    Name = "conv1", Shape = [1, 16, 28, 28], Channels = [4, 9, 0], Min = -2.5f, Max = 3.25f,
                    Png = $"data:image/png;base64,{Examples.Seven}",
                },
            ],
        },
        ApiJson.Answers.LayersResponse);

    public static JsonNode Diff => Node(
        new DiffResponse
        {
            Model = "digits",
            Version = "1",
            Against = "dump.npz",
            Tolerance = 0.001,
            First = new FirstDifferenceInfo { Layer = "conv2", MaxError = 0.52 },
            Layers =
            [
                new LayerDifferenceInfo
                {
                    Name = "conv2", MatchedBy = MatchedBy.Value, DumpName = "conv2", Shape = [1, 32, 14, 14], MaxError = 0.52,
                    MeanError = 0.031, RelativeError = 0.11, Differs = true,
                },
            ],
            Unmatched = new UnmatchedInfo { Dump = ["extra"], Layers = ["relu1"] },
        },
        ApiJson.Answers.DiffResponse);

    public static JsonNode Cell => Node(
        new CellResponse
        {
            Model = "digits",
            Version = "1",
            Layer = "conv1",
            Operator = "Conv",
            Shape = [1, 16, 28, 28],
            Cell = [0, 14, 14],
            Value = 0.5,
            Box = new BoxInfo { Top = 13, Left = 13, Bottom = 16, Right = 16 },
            Explanation = new ExplanationInfo
            {
                Kind = ExplanationKind.Sum,
                Text = "The products of 9 values and 9 weights are added up, and the bias.",
                Terms =
                [
                    new TermInfo
                    {
                        Name = "image", Channel = 0, Top = 13, Left = 13, Step = [1, 1], Stride = [1, 1],
                        Values = [[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.0, 1.0, 0.0]],
                        Weights = [[0.25, 0.0, 0.5], [0.0, 0.25, -0.25], [0.0, -0.25, 0.0]],
                        Sum = 0.25,
                    },
                ],
                Bias = 0.25,
                Sum = 0.5,
                Single = 0.5,
                Difference = 0,
            },
        },
        ApiJson.Answers.CellResponse);

    private static JsonNode Node<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type)!;
}
