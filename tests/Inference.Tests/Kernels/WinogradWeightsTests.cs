using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Transformed filters equal G g G' in double precision, rounded once, to the last bit.</summary>
public sealed unsafe class WinogradWeightsTests
{
    [Theory]
    [InlineData(3, 3, 4, 4, 48, 5, 16)]
    [InlineData(3, 3, 4, 4, 80, 3, 16)]
    [InlineData(3, 3, 2, 2, 24, 4, 8)]
    [InlineData(3, 3, 4, 4, 12, 7, 4)]
    [InlineData(3, 3, 2, 2, 10, 3, 4)]
    [InlineData(5, 5, 4, 4, 40, 3, 16)]
    [InlineData(1, 7, 1, 4, 33, 4, 16)]
    [InlineData(7, 1, 4, 1, 20, 4, 8)]
    public void Equals_the_matrix_product(
        int kernelHeight, int kernelWidth, int tileHeight, int tileWidth, int filters, int channels, int lanes)
    {
        int high = tileHeight + kernelHeight - 1, wide = tileWidth + kernelWidth - 1;
        var layout = new PanelLayout(filters, channels, lanes);
        int taps = kernelHeight * kernelWidth;
        float[] source = KernelSets.Random(filters * channels * taps, 1), packed = new float[layout.PackedLength * high * wide];
        packed.AsSpan().Fill(99);
        fixed (float* from = source, to = packed)
            new WinogradWeights(new WinogradTile(tileHeight, tileWidth), kernelHeight, kernelWidth).Pack(from, channels, in layout, to);
        double[] down = WinogradPoints.FilterTransform(high, kernelHeight), across = WinogradPoints.FilterTransform(wide, kernelWidth);
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            int width = layout.Vectors(panel) * lanes;
            for (int column = 0; column < width; column++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    ReadOnlySpan<float> filter = column < layout.ColumnsIn(panel)
                        ? source.AsSpan((((layout.FirstColumn(panel) + column) * channels) + channel) * taps, taps)
                        : new float[taps];
                    for (int position = 0; position < high * wide; position++)
                    {
                        long place = (position * layout.PackedLength) + (layout.FirstColumn(panel) * layout.Depth) + (channel * width)
                            + column;
                        float expected = Transformed(
                            down.AsSpan(position / wide * kernelHeight, kernelHeight),
                            across.AsSpan(position % wide * kernelWidth, kernelWidth), filter);
                        Assert.Equal(expected, packed[place]);
                    }
                }
            }
        }
    }

    /// <summary>Lavin and Gray's matrices (2016, sections 4.1 and 5.1), apart from the signs of whole rows.</summary>
    [Fact]
    public void The_transforms_of_three_taps_are_the_published_ones()
    {
        Assert.Equal([-1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1], WinogradPoints.FilterTransform(4, 3));
        double[] four =
        [
            1.0 / 4, 0, 0, -1.0 / 6, -1.0 / 6, -1.0 / 6, -1.0 / 6, 1.0 / 6, -1.0 / 6,
            1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 24, -1.0 / 12, 1.0 / 6, 0, 0, 1,
        ];
        Assert.All(WinogradPoints.FilterTransform(6, 3).Zip(four), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
    }

    private static float Transformed(ReadOnlySpan<double> down, ReadOnlySpan<double> across, ReadOnlySpan<float> filter)
    {
        double sum = 0;
        for (int x = 0; x < across.Length; x++)
        {
            double half = down[0] * filter[x];
            for (int y = 1; y < down.Length; y++)
                half += down[y] * filter[(y * across.Length) + x];
            sum = x == 0 ? half * across[0] : sum + (half * across[x]);
        }

        return (float)sum;
    }
}
