namespace Fovea.Kernels.Winograd;

/// <summary>
/// The interpolation points of the minimal filtering algorithms F(m, r), which give m outputs of an r-tap filter from n = m + r - 1 inputs
/// with n multiplications (Winograd, "Arithmetic Complexity of Computations", 1980). The first is 0, the last infinity, the others come in
/// pairs of opposite sign, so that transforms share their even and odd halves. All are dyadic: the coefficients of the transforms are
/// exact.
/// </summary>
internal static class WinogradPoints
{
    // Four pairs: 5/4 beside the usual 1, 2 and 1/2 keeps the rounding of F(4, 7) below that of F(4x4, 3x3) (see docs/benchmarks.md).
    private static readonly double[] Pairs = [1, 2, 0.5, 1.25];

    /// <summary>The finite points of an algorithm over <paramref name="span"/> inputs: 1 (no transform), 4, 6, 8 or 10.</summary>
    public static double[] Finite(int span)
    {
        double[] points = new double[Math.Max(1, span - 1)];
        for (int i = 1; i < points.Length; i++)
            points[i] = (i & 1) == 1 ? Pairs[(i - 1) / 2] : -Pairs[(i - 1) / 2];
        return points;
    }

    /// <summary>
    /// The filter's transform G, [span, taps]: row j holds the powers of point j over N(j), the product of its distances to the other
    /// finite points; the last row picks the last tap (Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd
    /// Convolution", 2020, section 2).
    /// </summary>
    public static double[] FilterTransform(int span, int taps)
    {
        if (span == 1)
            return [1];
        double[] points = Finite(span);
        double[] g = new double[span * taps];
        for (int j = 0; j < points.Length; j++)
        {
            double scale = 1;
            for (int other = 0; other < points.Length; other++)
                scale *= other == j ? 1 : points[j] - points[other];
            for (int k = 0; k < taps; k++)
                g[(j * taps) + k] = Math.Pow(points[j], k) / scale;
        }

        g[^1] = 1;
        return g;
    }
}
