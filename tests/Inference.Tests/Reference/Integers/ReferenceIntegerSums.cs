namespace Fovea.Inference.Tests.Reference.Integers;

/// <summary>Sums of products of integers, each minus its zero point, in 32 bits that wrap around: plain loops.</summary>
internal static class ReferenceIntegerSums
{
    /// <summary>x is (N, C, H, W) with one zero point, w is (M, C/groups, kernel) with one, or one for each filter.</summary>
    public static NdArray Convolve(QuantizedArray x, QuantizedArray w, double[]? bias, SlidingWindow window, long groups)
    {
        NdArray images = x.Integers, filters = w.Integers;
        window = window.Resolve(images.Shape.Dimensions[2..]);
        int channels = (int)images.Shape[1], height = (int)images.Shape[2], width = (int)images.Shape[3];
        int maps = (int)filters.Shape[0], depth = (int)filters.Shape[1];
        int rows = (int)window.Positions(0, height), columns = (int)window.Positions(1, width);
        int[] input = Minus(images, _ => x.ZeroOf(0)), weights = Minus(filters, i => w.ZeroOf(i / (filters.Values.Length / maps)));
        var sums = new NdArray(new Shape(images.Shape[0], maps, rows, columns));
        var plane = new int[rows * columns];
        for (int at = 0; at < images.Shape[0] * maps; at++)
        {
            int map = at % maps;
            Array.Fill(plane, bias is null ? 0 : (int)bias[map]);
            for (int c = 0; c < depth; c++)
            {
                int channel = (at / maps * channels) + (map / (maps / (int)groups) * depth) + c;
                Span<int> kernel = weights.AsSpan(((map * depth) + c) * (int)(window.Kernel[0] * window.Kernel[1]));
                AddPlane(input.AsSpan(channel * height * width, height * width), height, width, kernel, window, plane, columns);
            }

            for (int i = 0; i < plane.Length; i++)
                sums.Values[(at * plane.Length) + i] = plane[i];
        }

        return sums;
    }

    /// <summary>The product of rows, with one zero point, and a matrix (depth, columns) with one, or one for each column.</summary>
    public static NdArray Multiply(QuantizedArray a, QuantizedArray b, double[]? bias = null)
    {
        int depth = (int)b.Integers.Shape[0], columns = (int)b.Integers.Shape[1];
        int[] left = Minus(a.Integers, _ => a.ZeroOf(0)), right = Minus(b.Integers, i => b.ZeroOf(i % columns));
        var sums = new NdArray(a.Integers.Shape.With(a.Integers.Rank - 1, columns));
        for (int i = 0; i < sums.Values.Length; i++)
        {
            int row = i / columns, column = i % columns;
            int sum = bias is null ? 0 : (int)bias[column];
            for (int k = 0; k < depth; k++)
                sum = unchecked(sum + (left[(row * depth) + k] * right[(k * columns) + column]));
            sums.Values[i] = sum;
        }

        return sums;
    }

    /// <summary>Sums as integers of a scale, by those of their operands; columns lie along an axis.</summary>
    public static TypedArray Requantize(NdArray sums, int axis, QuantizedArray x, QuantizedArray w, Quantizer y)
    {
        float[] factors = [.. Enumerable.Range(0, (int)sums.Shape[axis])
            .Select(column => ReferenceQuantization.Factor(x.ScaleOf(0), w.ScaleOf(column), y.Scale))];
        return new(NdArray.Build(sums.Shape, index => y.OfSum(sums[index], factors[index[axis]])), y.Type);
    }

    /// <summary>
    /// The means of windows: the sum of integers minus their zero points, times x scale / (y scale * count), which is one rounding.
    /// </summary>
    public static TypedArray Average(QuantizedArray x, SlidingWindow window, bool countPadding, Quantizer y)
    {
        NdArray means = ReferencePool.Pool(x.Integers, window, (taps, padded) =>
        {
            float factor = (float)x.ScaleOf(0) / ((float)y.Scale * (countPadding ? padded : taps.Count));
            return y.OfSum(taps.Sum(tap => tap - x.ZeroOf(0)), factor);
        });
        return new(means, y.Type);
    }

    // Adds the products of one channel and one tap after the other to all sums of a filter.
    private static void AddPlane(
        ReadOnlySpan<int> input, int height, int width, ReadOnlySpan<int> kernel, SlidingWindow window, Span<int> sums, int columns)
    {
        int kernelWidth = (int)window.Kernel[1];
        for (int tap = 0; tap < kernelWidth * window.Kernel[0]; tap++)
        {
            for (int row = 0; row < sums.Length / columns; row++)
            {
                int y = (int)window.Source(0, row, tap / kernelWidth);
                if (y < 0 || y >= height)
                    continue;
                int step = (int)window.Strides[1], x = (int)window.Source(1, 0, tap % kernelWidth);
                for (int column = 0; column < columns; column++, x += step)
                {
                    if (x >= 0 && x < width)
                        sums[(row * columns) + column] = unchecked(sums[(row * columns) + column] + (input[(y * width) + x] * kernel[tap]));
                }
            }
        }
    }

    private static int[] Minus(NdArray integers, Func<int, double> zero) => [.. integers.Values.Select((v, i) => (int)(v - zero(i)))];
}
