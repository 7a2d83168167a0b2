namespace Fovea.Models.StyleTransfer;

/// <summary>
/// How much neighbouring pixels differ, over the planes of a picture. With <see cref="LossScale.Sum"/> and
/// <see cref="LossScale.Relative"/> squared differences count, with <see cref="LossScale.Mean"/> half of the mean of absolute ones along
/// each axis.
/// </summary>
internal static class TotalVariation
{
    /// <summary>The variation times its weight; its gradient is added.</summary>
    /// <param name="scale">What is counted.</param>
    /// <param name="weight">How much it counts.</param>
    /// <param name="pixels">The planes, one behind the other.</param>
    /// <param name="width">The columns of a plane.</param>
    /// <param name="height">The rows of a plane.</param>
    /// <param name="gradient">What is added to.</param>
    public static double Add(LossScale scale, double weight, ReadOnlySpan<float> pixels, int width, int height, Span<float> gradient)
    {
        int plane = width * height;
        int planes = pixels.Length / plane;
        double along = Share(scale, (long)planes * height * (width - 1), pixels.Length) * weight;
        double down = Share(scale, (long)planes * (height - 1) * width, pixels.Length) * weight;
        bool squares = scale != LossScale.Mean;
        double sum = 0;
        for (int row = 0; row < planes * height; row++)
        {
            int first = row * width;
            for (int x = 1; x < width; x++)
                sum += along * Pair(pixels, gradient, first + x - 1, first + x, (float)along, squares);
            if (row % height == 0)
                continue;
            for (int x = 0; x < width; x++)
                sum += down * Pair(pixels, gradient, first + x - width, first + x, (float)down, squares);
        }

        return sum;
    }

    private static double Share(LossScale scale, long pairs, long pixels) => scale switch
    {
        LossScale.Sum => 1,
        LossScale.Relative => 1.0 / pixels,
        _ => 0.5 / Math.Max(1, pairs),
    };

    private static double Pair(ReadOnlySpan<float> pixels, Span<float> gradient, int a, int b, float weight, bool squares)
    {
        float difference = pixels[b] - pixels[a];
        float slope = weight * (squares ? 2 * difference : MathF.Sign(difference));
        gradient[b] += slope;
        gradient[a] -= slope;
        return squares ? (double)difference * difference : Math.Abs(difference);
    }
}
