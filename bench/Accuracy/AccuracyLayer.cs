using System.Globalization;
using Fovea.Kernels.Convolution;

namespace Fovea.Bench.Accuracy;

/// <summary>
/// A convolution of stride 1 that preserves its extents, with data like that of trained networks: activations are normal variates after
/// Relu, weights are initialised as in He et al. (2015), N(0, 2 / fan-in). The expected result is a direct sum in double precision.
/// </summary>
internal sealed class AccuracyLayer
{
    private AccuracyLayer(int channels, int extent, int kernelHeight, int kernelWidth)
    {
        Channels = channels;
        Extent = extent;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
        var random = new Random(channels + extent);
        Input = [.. Enumerable.Range(0, extent * extent * channels).Select(_ => (float)Math.Max(0, Normal(random)))];
        double deviation = Math.Sqrt(2.0 / (Taps * channels));
        Weights = [.. Enumerable.Range(0, channels * channels * Taps).Select(_ => (float)(deviation * Normal(random)))];
        Expected = Sum();
    }

    /// <summary>The number of channels and of filters.</summary>
    public int Channels { get; }

    /// <summary>Height and width.</summary>
    public int Extent { get; }

    /// <summary>Height of the kernel.</summary>
    public int KernelHeight { get; }

    /// <summary>Width of the kernel.</summary>
    public int KernelWidth { get; }

    /// <summary>[pixel, channel].</summary>
    public float[] Input { get; }

    /// <summary>[filter, channel, kernel height, kernel width].</summary>
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
        KernelHeight = KernelHeight,
        KernelWidth = KernelWidth,
        PadTop = KernelHeight / 2,
        PadLeft = KernelWidth / 2,
        InputPixelStride = Channels,
        OutputPixelStride = Channels,
    };

    private int Taps => KernelHeight * KernelWidth;

    /// <summary>Reads <c>64x56,128x17:1x7</c>: channels x extent, and a kernel other than 3x3.</summary>
    /// <exception cref="ArgumentException">The text has another form.</exception>
    public static IEnumerable<AccuracyLayer> Read(string layers)
    {
        foreach (string layer in layers.Split(','))
        {
            string[] parts = layer.Split(':');
            int[] size = Numbers(parts[0]), kernel = parts.Length == 1 ? [3, 3] : Numbers(parts[1]);
            yield return parts.Length <= 2 && size is [> 0, > 0] && kernel is [> 0, > 0]
                ? new AccuracyLayer(size[0], size[1], kernel[0], kernel[1])
                : throw new ArgumentException(
                    $"--layers {layer}: expected CHANNELSxEXTENT, such as 64x56, or CHANNELSxEXTENT:HEIGHTxWIDTH with the kernel's taps.");
        }
    }

    private static int[] Numbers(string text) =>
        [.. text.Split('x').Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0)];

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
                    int y = (pixel / Extent) + (tap / KernelWidth) - (KernelHeight / 2), x = (pixel % Extent) + (tap % KernelWidth)
                        - (KernelWidth / 2);
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
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
