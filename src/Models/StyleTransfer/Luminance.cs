namespace Fovea.Models.StyleTransfer;

/// <summary>
/// Transfer of luminance only (Gatys, Bethge, Hertzmann, Shechtman: Preserving Color in Neural Artistic Style Transfer, 2016, section 4):
/// both pictures are gray for the network, and the result has the colours of the content. Luminance is by ITU-R BT.601.
/// </summary>
internal static class Luminance
{
    private static readonly double[] Shares = [0.299, 0.587, 0.114];

    /// <summary>The luminance of a picture of three planes, from 0 to 1.</summary>
    public static double[] Of(PictureSpace space, ReadOnlySpan<float> planes)
    {
        int plane = planes.Length / 3;
        double[] luminance = new double[plane];
        for (int i = 0; i < planes.Length; i++)
            luminance[i % plane] += Shares[i / plane] * space.ToUnit(planes[i], i / plane);
        return luminance;
    }

    /// <summary>A gray picture of a luminance.</summary>
    public static float[] Gray(PictureSpace space, double[] luminance)
    {
        float[] planes = new float[3 * luminance.Length];
        for (int i = 0; i < planes.Length; i++)
            planes[i] = space.FromUnit(luminance[i % luminance.Length], i / luminance.Length);
        return planes;
    }

    /// <summary>A luminance with the mean and the deviation of another one.</summary>
    public static double[] Matched(double[] luminance, double[] other)
    {
        (double mean, double deviation) = Moments(luminance);
        (double otherMean, double otherDeviation) = Moments(other);
        double factor = deviation > 0 ? otherDeviation / deviation : 1;
        return [.. luminance.Select(value => factor * (value - mean) + otherMean)];
    }

    /// <summary>The colours of the content with the luminance of a result: the same is added to red, green and blue.</summary>
    public static float[] WithColours(PictureSpace space, ReadOnlySpan<float> content, ReadOnlySpan<float> result)
    {
        double[] was = Of(space, content);
        double[] becomes = Of(space, result);
        float[] planes = new float[content.Length];
        for (int i = 0; i < planes.Length; i++)
        {
            (int pixel, int plane) = (i % was.Length, i / was.Length);
            planes[i] = space.FromUnit(space.ToUnit(content[i], plane) + becomes[pixel] - was[pixel], plane);
        }

        return planes;
    }

    private static (double Mean, double Deviation) Moments(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length));
    }
}
