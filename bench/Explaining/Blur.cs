namespace Fovea.Bench.Explaining;

/// <summary>A Gaussian blur of the network's input, with the outermost pixels repeated.</summary>
internal static class Blur
{
    // Those of the authors of insertion and deletion, for pictures of 224 by 224 pixels.
    private const int Radius = 5;

    private const double Deviation = 5;

    /// <summary>Blurs each channel along rows and columns.</summary>
    /// <param name="values">The network's input.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="isChannelsLast">Whether the channels of a pixel lie side by side.</param>
    public static float[] Of(float[] values, int channels, int height, int width, bool isChannelsLast)
    {
        int pixelStep = isChannelsLast ? channels : 1, channelStep = isChannelsLast ? 1 : height * width;
        return Pass(Pass(values, rows: false), rows: true);

        float[] Pass(float[] source, bool rows)
        {
            double[] weights = [.. Enumerable.Range(-Radius, 2 * Radius + 1).Select(i => Math.Exp(-i * i / (2 * Deviation * Deviation)))];
            double all = weights.Sum();
            float[] result = new float[source.Length];
            for (int i = 0; i < source.Length / channels * channels; i++)
            {
                int channel = i % channels, pixel = i / channels, y = pixel / width, x = pixel % width;
                double sum = 0;
                for (int k = -Radius; k <= Radius; k++)
                {
                    int row = rows ? Math.Clamp(y + k, 0, height - 1) : y, column = rows ? x : Math.Clamp(x + k, 0, width - 1);
                    sum += weights[k + Radius] * source[(row * width + column) * pixelStep + channel * channelStep];
                }

                result[pixel * pixelStep + channel * channelStep] = (float)(sum / all);
            }

            return result;
        }
    }
}
