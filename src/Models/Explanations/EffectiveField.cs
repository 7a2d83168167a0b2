using Fovea.Inference;

namespace Fovea.Models.Explanations;

/// <summary>How much each pixel of the network's input moves one cell of a layer, on average over pictures.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Cell">The cell, by its indices behind the axis that counts images.</param>
/// <param name="Pictures">The number of pictures.</param>
/// <param name="Map">The mean magnitude of the gradient, added up over the channels.</param>
/// <param name="Box">The pixels that the cell can depend on, row and column; null if there are none.</param>
public sealed record EffectiveField(
    LayerInfo Layer, IReadOnlyList<int> Cell, int Pictures, HeatMap Map, (AxisRange Rows, AxisRange Columns)? Box)
{
    // 1 less the part of a normal distribution within two deviations.
    private const double Part = 1 - 0.9545;

    /// <summary>The part of all magnitude that lies within <see cref="Box"/>; null where there is no magnitude at all.</summary>
    public double? Inside
    {
        get
        {
            double all = Map.Values.Sum(value => (double)value);
            return all == 0 ? null : Map.Values.Where((_, i) => IsInside(i)).Sum(value => (double)value) / all;
        }
    }

    /// <summary>
    /// The side of a square of as many pixels as have more than 4.55% of the largest magnitude (Luo, Li, Urtasun, Zemel: Understanding the
    /// Effective Receptive Field in Deep Convolutional Neural Networks, 2016, section 3).
    /// </summary>
    public double Side => Math.Sqrt(Map.Values.Count(value => value > 0 && value >= Part * Map.Range.Max));

    private bool IsInside(int pixel)
    {
        if (Box is not { } box)
            return false;
        (int row, int column) = (pixel / Map.Width, pixel % Map.Width);
        return row >= box.Rows.Begin && row < box.Rows.End && column >= box.Columns.Begin && column < box.Columns.End;
    }
}
