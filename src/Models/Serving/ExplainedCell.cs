using Fovea.Inference;

namespace Fovea.Models.Serving;

/// <summary>One value of a layer for an image, and how it is computed.</summary>
public sealed record ExplainedCell
{
    /// <summary>The layer.</summary>
    public required LayerInfo Layer { get; init; }

    /// <summary>The shape of the layer's feature map, with the axis that counts images.</summary>
    public required Shape Shape { get; init; }

    /// <summary>The cell: its indices in the shape behind the axis that counts images, such as channel, row, column.</summary>
    public required IReadOnlyList<int> Cell { get; init; }

    /// <summary>Its value; of a layer of integers that stand for real numbers, the real number.</summary>
    public required double Value { get; init; }

    /// <summary>
    /// The integer that stands for the value, <c>(integer - zero point) * scale</c>; null if the layer has no such integers. It is what
    /// <see cref="Explanation"/> computes.
    /// </summary>
    public int? Raw { get; init; }

    /// <summary>
    /// The part of the network's input that the value depends on; null if no boxes of pixels can be told, since the input has no rows and
    /// columns.
    /// </summary>
    public ReceptiveBox? Box { get; init; }

    /// <summary>The clipped box on the upright image; null where there is none.</summary>
    public PictureBox? Picture { get; init; }

    /// <summary>How the value is computed; null for an operator without arithmetic to show.</summary>
    public CellExplanation? Explanation { get; init; }

    /// <summary>Why there is no explanation; null if there is one.</summary>
    public string? Why { get; init; }
}

/// <summary>The part of the network's input that a cell depends on.</summary>
/// <param name="Input">The name of the input.</param>
/// <param name="Whole">The box with the padding that its windows reach into: it may begin before row or column 0.</param>
/// <param name="Clipped">The smallest box that has all pixels that the cell can depend on; null if it depends on none.</param>
public sealed record ReceptiveBox(string Input, CellBox Whole, CellBox? Clipped);

/// <summary>A box over rows and columns, from its first row and column up to, and without, the last.</summary>
public sealed record CellBox(int Top, int Left, int Bottom, int Right);

/// <summary>A box on the upright image, in pixels; it may reach beyond the image where the input was padded.</summary>
public sealed record PictureBox(double Top, double Left, double Bottom, double Right);
