namespace Fovea.Models.Points;

/// <summary>
/// The cells of a map from which the value at a pixel is made, along one axis, as torch's <c>grid_sample</c> does it without aligned
/// corners; what lies outside of the map counts as 0.
/// </summary>
/// <param name="First">The first cell, which may lie outside.</param>
/// <param name="Weights">The weights of the cells from there on.</param>
internal readonly record struct MapTaps(int First, double[] Weights)
{
    // The coefficient of torch's cubic convolution.
    private const double Cubic = -0.75;

    /// <summary>The nearest cell to a pixel.</summary>
    /// <inheritdoc cref="Linear"/>
    public static MapTaps Nearest(int pixel, int side, int cells) => new((int)Math.Round(Place(pixel, side, cells)), [1]);

    /// <summary>The cells around a pixel, by bilinear interpolation.</summary>
    /// <param name="pixel">The pixel of the input.</param>
    /// <param name="side">The pixels of the input.</param>
    /// <param name="cells">The cells of the map.</param>
    public static MapTaps Linear(int pixel, int side, int cells)
    {
        double at = Place(pixel, side, cells), low = Math.Floor(at), t = at - low;
        return new MapTaps((int)low, [1 - t, t]);
    }

    /// <summary>The cells around a pixel, by bicubic interpolation.</summary>
    /// <inheritdoc cref="Linear"/>
    public static MapTaps Bicubic(int pixel, int side, int cells)
    {
        double at = Place(pixel, side, cells), low = Math.Floor(at), t = at - low;
        return new MapTaps((int)low - 1, [Far(t + 1), Near(t), Near(1 - t), Far(2 - t)]);
    }

    private static double Near(double d) => ((((Cubic + 2) * d) - (Cubic + 3)) * d * d) + 1;

    private static double Far(double d) => (((((d - 5) * d) + 8) * d) - 4) * Cubic;

    // XFeat's modules/interpolator.py: pixels to -1..1 with aligned corners, which grid_sample reads without.
    private static double Place(int pixel, int side, int cells) =>
        side < 2 ? 0 : (((2.0 * pixel / (side - 1)) - 1 + 1) * cells / 2) - 0.5;
}
