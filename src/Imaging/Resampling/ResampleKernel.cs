namespace Fovea.Imaging.Resampling;

/// <summary>
/// The weight functions of the antialiasing filters, with the same operations in the same order as in Pillow (libImaging/Resample.c), since
/// the order decides the last bit. Distances are in input pixels when enlarging, and in output pixels when reducing.
/// </summary>
internal static class ResampleKernel
{
    /// <summary>The distance beyond which the weight is zero.</summary>
    public static double Support(ResizeFilter filter) => filter switch
    {
        ResizeFilter.Box => 0.5,
        ResizeFilter.Bilinear or ResizeFilter.Hamming => 1,
        ResizeFilter.Bicubic => 2,
        ResizeFilter.Lanczos => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "The filter has no weights."),
    };

    /// <summary>The weight at a distance from the centre, not normalised.</summary>
    public static double Weight(ResizeFilter filter, double x) => filter switch
    {
        ResizeFilter.Box => x > -0.5 && x <= 0.5 ? 1 : 0,
        ResizeFilter.Bilinear => Math.Abs(x) < 1 ? 1 - Math.Abs(x) : 0,
        ResizeFilter.Hamming => Hamming(Math.Abs(x)),
        ResizeFilter.Bicubic => Bicubic(Math.Abs(x)),
        ResizeFilter.Lanczos => x >= -3 && x < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "The filter has no weights."),
    };

    private static double Hamming(double x)
    {
        if (x == 0)
            return 1;
        if (x >= 1)
            return 0;
        x *= Math.PI;
        return Math.Sin(x) / x * (0.54f + 0.46f * Math.Cos(x));
    }

    private static double Bicubic(double x)
    {
        const double A = -0.5;
        if (x < 1)
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        if (x < 2)
            return (((x - 5) * x + 8) * x - 4) * A;
        return 0;
    }

    private static double Sinc(double x)
    {
        if (x == 0)
            return 1;
        x *= Math.PI;
        return Math.Sin(x) / x;
    }
}
