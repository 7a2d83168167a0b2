using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>/featuremaps/{layer}?cell=</c>.</summary>
[Description("One value of a layer, where it looks, and how it is computed.")]
public sealed record CellResponse : LayerAnswer
{
    [Description("The ONNX node name, if there is one.")]
    public string? Node { get; init; }

    [Description("The shape of the output for one image, batch axis included.")]
    public required IReadOnlyList<long> Shape { get; init; }

    [Description("The cell: channel, row, column; the channel alone of a vector; nothing of a single value without axes.")]
    public required IReadOnlyList<int> Cell { get; init; }

    [Description("Its value, of the engine's run; of a layer of 8-bit integers the real number for which its integer stands.")]
    public required ShortNumber Value { get; init; }

    [Description("Of a layer of 8-bit integers: the integer, which the explanation computes; value is (raw - zeroPoint) * scale.")]
    public int? Raw { get; init; }

    [Description("Of a layer of 8-bit integers: the scale with which they stand for real numbers.")]
    public float? Scale { get; init; }

    [Description("Of a layer of 8-bit integers: the integer that stands for 0.")]
    public int? ZeroPoint { get; init; }

    [Description("Where in the network's input the values of the layer look; absent where it is no window.")]
    public ReceptiveFieldInfo? ReceptiveField { get; init; }

    [Description("The pixels of the network's input that this value depends on.")]
    public BoxInfo? Box { get; init; }

    [Description("The same, with the padding that its windows reach into.")]
    public BoxInfo? Whole { get; init; }

    [Description("The box on the upright image as it was sent.")]
    public BoxInfo? Picture { get; init; }

    [Description("How the value is computed; absent where the operator has no arithmetic to show.")]
    public ExplanationInfo? Explanation { get; init; }

    [Description("Why there is no explanation; absent where there is one.")]
    public string? Why { get; init; }
}
