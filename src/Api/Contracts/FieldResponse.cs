using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>/models/{model}/receptivefield/{layer}</c>.</summary>
[Description("How much the pixels of the network's input move one cell of a layer, beside the pixels that it can depend on.")]
public sealed record FieldResponse : LayerAnswer
{
    [Description("The cell: its indices in the layer's output of one image.")]
    public required IReadOnlyList<int> Cell { get; init; }

    [Description("The number of pictures over which the magnitudes are averaged.")]
    public required int Pictures { get; init; }

    [Description("Whether they are pictures of noise, since none was sent.")]
    public required bool Noise { get; init; }

    [Description("The shape of the map: the rows and columns of the network's input.")]
    public required IReadOnlyList<int> Shape { get; init; }

    [Description("The pixels of the network's input that the cell can depend on; absent where there are none.")]
    public BoxInfo? Box { get; init; }

    [Description("The part of all magnitude that lies within the box; absent where the cell moves with no pixel.")]
    public double? Inside { get; init; }

    [Description("The side of a square of as many pixels as have more than 4.55% of the largest magnitude.")]
    public required double EffectiveSide { get; init; }

    [Description("The largest magnitude of a pixel; absent where it is infinite or not a number.")]
    public float? Max { get; init; }

    [Description("What it cost.")]
    public required ExplainCost Cost { get; init; }
}
