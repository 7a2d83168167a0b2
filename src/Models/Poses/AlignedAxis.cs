using Fovea.Models.Postprocessing;

namespace Fovea.Models.Poses;

/// <summary>
/// Where the pixels of one side lie between those of another, whose first and last are on each other (TensorFlow's
/// <c>resizeBilinear</c> with aligned corners).
/// </summary>
internal static class AlignedAxis
{
    /// <summary>The position of one of <paramref name="length"/> pixels among <paramref name="others"/>.</summary>
    public static double Position(double pixel, int length, int others) => length > 1 ? pixel * (others - 1) / (length - 1) : 0;

    /// <summary>The two cells of <paramref name="cells"/> between which a position lies.</summary>
    public static MapWeight Weight(double position, int cells)
    {
        int first = Math.Clamp((int)Math.Floor(position), 0, cells - 1);
        return new MapWeight(first, Math.Min(first + 1, cells - 1), (float)(position - first));
    }
}
