namespace Fovea.Bench.Explaining;

/// <summary>
/// The areas under the curves of insertion and deletion: how the probability of a class rises as the pixels of a map are put into a blurred
/// picture, and falls as they are taken out of the picture, the highest first (Petsiuk, Das, Saenko: RISE: Randomized Input Sampling for
/// Explanation of Black-box Models, 2018, section 4).
/// </summary>
/// <param name="channels">The channels of the network's input.</param>
/// <param name="isChannelsLast">Whether the channels of a pixel lie side by side.</param>
/// <param name="steps">The points of a curve, without its first.</param>
internal sealed class CausalMetric(int channels, bool isChannelsLast, int steps)
{
    /// <summary>The area under the curve, from 0 to 1: the mean of the probabilities by the trapezoidal rule.</summary>
    /// <param name="map">The map, one value per pixel.</param>
    /// <param name="from">The network's input at first.</param>
    /// <param name="to">The network's input in the end.</param>
    /// <param name="probability">The probability of the class for an input.</param>
    public double Area(float[] map, float[] from, float[] to, Func<float[], double> probability)
    {
        int[] order = [.. Enumerable.Range(0, map.Length).OrderByDescending(pixel => map[pixel])];
        float[] input = [.. from];
        double before = probability(input), area = 0;
        for (int step = 0; step < steps; step++)
        {
            int first = (int)((long)step * order.Length / steps), last = (int)((step + 1L) * order.Length / steps);
            foreach (int pixel in order.AsSpan(first..last))
                Copy(pixel, to, input);
            double now = probability(input);
            area += (before + now) / 2 / steps;
            before = now;
        }

        return area;
    }

    private void Copy(int pixel, float[] to, float[] input)
    {
        int plane = input.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        {
            int at = isChannelsLast ? pixel * channels + channel : channel * plane + pixel;
            input[at] = to[at];
        }
    }
}
