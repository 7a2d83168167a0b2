using System.Globalization;
using Fovea.Inference.Kernels.Convolution;

namespace Fovea.Bench.Accuracy;

/// <summary>
/// A 3x3 convolution with padding 1 as it stands in trained networks: activations are normal variates after Relu, weights are initialised as
/// He et al. (2015) do, N(0, 2 / fan-in). Its result is summed directly in double precision.
/// </summary>
internal sealed class AccuracyLayer
{
    private const int Taps = 9;

    private AccuracyLayer(int channels, int extent)
    {
        (Channels, Extent) = (channels, extent);
        var random = new Random(channels + extent);
        Input = [.. Enumerable.Range(0, extent * extent * channels).Select(_ => (float)Math.Max(0, Normal(random)))];
        double deviation = Math.Sqrt(2.0 / (Taps * channels));
        Weights = [.. Enumerable.Range(0, channels * channels * Taps).Select(_ => (float)(deviation * Normal(random)))];
        Expected = Sum();
    }

    /// <summary>Channels, and as many filters.</summary>
    public int Channels { get; }

    /// <summary>Height and width.</summary>
    public int Extent { get; }

    /// <summary>[pixel, channel].</summary>
    public float[] Input { get; }

    /// <summary>[filter, channel, 3, 3].</summary>
    public float[] Weights { get; }

    /// <summary>[pixel, filter].</summary>
    public double[] Expected { get; }

    public ConvolutionShape Shape => new()
    {
        Batch = 1,
        InputHeight = Extent,
        InputWidth = Extent,
        InputChannels = Channels,
        OutputHeight = Extent,
        OutputWidth = Extent,
        OutputChannels = Channels,
        KernelHeight = 3,
        KernelWidth = 3,
        PadTop = 1,
        PadLeft = 1,
        InputPixelStride = Channels,
        OutputPixelStride = Channels,
    };

    /// <summary>Reads <c>64x56,128x28</c>: channels x extent.</summary>
    /// <exception cref="ArgumentException">Another form.</exception>
    public static IEnumerable<AccuracyLayer> Read(string layers)
    {
        foreach (string layer in layers.Split(','))
        {
            int[] numbers = [.. layer.Split('x').Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0)];
            yield return numbers is [> 0, > 0] ? new AccuracyLayer(numbers[0], numbers[1]) : throw new ArgumentException($"--layers {layer}: expected CHANNELSxEXTENT, such as 64x56.");
        }
    }

    private double[] Sum()
    {
        double[] sums = new double[Extent * Extent * Channels];
        Parallel.For(0, Channels, filter =>
        {
            for (int pixel = 0; pixel < Extent * Extent; pixel++)
            {
                double sum = 0;
                for (int tap = 0; tap < Taps; tap++)
                {
                    int y = (pixel / Extent) + (tap / 3) - 1, x = (pixel % Extent) + (tap % 3) - 1;
                    if (y < 0 || y >= Extent || x < 0 || x >= Extent)
                        continue;
                    int source = ((y * Extent) + x) * Channels;
                    for (int channel = 0; channel < Channels; channel++)
                        sum += (double)Input[source + channel] * Weights[(((filter * Channels) + channel) * Taps) + tap];
                }

                sums[(pixel * Channels) + filter] = sum;
            }
        });
        return sums;
    }

    // Box and Muller, 1958.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
