using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>What is known of one layer.</summary>
[Description("One layer: a node output that depends on the image.")]
public sealed record LayerDetails
{
    [Description("The ONNX value name: the layer's id.")]
    public required string Name { get; init; }

    [Description("The ONNX node name; it can be used as the layer's id where it is unique.")]
    public string? Node { get; init; }

    [Description("The ONNX operator.")]
    public required string Operator { get; init; }

    [Description("The shape of the output for one image.")]
    public required IReadOnlyList<long> Shape { get; init; }

    [Description("The type of the elements of the output.")]
    public required string ElementType { get; init; }

    [Description("Of 8-bit integers that stand for real numbers, (integer - zeroPoint) * scale: the scale.")]
    public float? Scale { get; init; }

    [Description("Of 8-bit integers that stand for real numbers: the integer that stands for 0.")]
    public int? ZeroPoint { get; init; }

    [Description("true: the step that computes the layer, on its own or merged, computes with integers. Absent otherwise.")]
    public bool? UsesIntegers { get; init; }

    [Description("Why a layer between quantised tensors is computed with real numbers, and what to do about it. Absent otherwise.")]
    public string? WhyNotIntegers { get; init; }

    [Description("The window's extents per spatial axis; absent, as the next four, where the operator slides no window.")]
    public IReadOnlyList<int>? Kernel { get; init; }

    [Description("The window's step per spatial axis.")]
    public IReadOnlyList<int>? Stride { get; init; }

    [Description("The padding: the begins of all spatial axes, then the ends.")]
    public IReadOnlyList<int>? Padding { get; init; }

    [Description("The distance between the window's taps per spatial axis.")]
    public IReadOnlyList<int>? Dilation { get; init; }

    [Description("The number of channel groups, for convolutions.")]
    public int? Groups { get; init; }

    [Description("The number of trained values that the layer reads.")]
    public required long Parameters { get; init; }

    [Description("Multiply-add operations for one image; absent where the operator has none.")]
    public long? MultiplyAdds { get; init; }

    [Description("Where in the network's input one value looks; absent where it is no window.")]
    public ReceptiveFieldInfo? ReceptiveField { get; init; }

    [Description("The layer into whose computation this one is merged when the network only predicts; it stays addressable.")]
    public string? FusedInto { get; init; }

    [Description("The share of the layer in the computing time of a prediction, 0 to 1, measured in a run of zeros; absent where the layer "
        + "is merged into another, which counts for both.")]
    public double? Share { get; init; }

    [Description("The layers and inputs that it reads.")]
    public required IReadOnlyList<string> Sources { get; init; }

    [Description("The ids of the blocks around it in GET /models/{model}/graph, the outermost first; absent outside of all.")]
    public IReadOnlyList<string>? Blocks { get; init; }

    [Description("What sharing weights between positions saves; only of convolutions.")]
    public WeightSharingInfo? Sharing { get; init; }

    [Description("Where its weights are; absent where it has none.")]
    public string? WeightsHref { get; init; }

    [Description("Where its feature map is.")]
    public required string Href { get; init; }
}
