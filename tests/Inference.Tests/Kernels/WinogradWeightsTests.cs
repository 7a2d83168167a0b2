using Fovea.Inference.Kernels.Gemm;
using Fovea.Inference.Kernels.Winograd;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Transformed filters equal G g G' in double precision, rounded once, to the last bit.</summary>
public sealed unsafe class WinogradWeightsTests
{
    private static readonly double[][] Four =
    [
        [1.0 / 4, 0, 0], [-1.0 / 6, -1.0 / 6, -1.0 / 6], [-1.0 / 6, 1.0 / 6, -1.0 / 6],
        [1.0 / 24, 1.0 / 12, 1.0 / 6], [1.0 / 24, -1.0 / 12, 1.0 / 6], [0, 0, 1],
    ];

    private static readonly double[][] Two = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]];

    [Theory]
    [InlineData(4, 48, 5, 16)]
    [InlineData(4, 80, 3, 16)]
    [InlineData(2, 24, 4, 8)]
    [InlineData(4, 12, 7, 4)]
    [InlineData(2, 10, 3, 4)]
    public void Equals_the_matrix_product(int tile, int filters, int channels, int lanes)
    {
        var layout = new PanelLayout(filters, channels, lanes);
        int span = tile + 2;
        float[] source = KernelSets.Random(filters * channels * 9, 1), packed = new float[layout.PackedLength * span * span];
        packed.AsSpan().Fill(99);
        fixed (float* from = source, to = packed)
            WinogradWeights.Pack(from, channels, tile, in layout, to);
        double[][] g = tile == 4 ? Four : Two;
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            int width = layout.Vectors(panel) * lanes;
            for (int column = 0; column < width; column++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    ReadOnlySpan<float> filter = column < layout.ColumnsIn(panel)
                        ? source.AsSpan((((layout.FirstColumn(panel) + column) * channels) + channel) * 9, 9)
                        : new float[9];
                    for (int position = 0; position < span * span; position++)
                    {
                        long place = (position * layout.PackedLength) + (layout.FirstColumn(panel) * layout.Depth) + (channel * width) + column;
                        Assert.Equal(Transformed(g, filter, position / span, position % span), packed[place]);
                    }
                }
            }
        }
    }

    private static float Transformed(double[][] g, ReadOnlySpan<float> filter, int i, int j)
    {
        var half = new double[3];
        for (int x = 0; x < 3; x++)
            half[x] = (g[i][0] * filter[x]) + (g[i][1] * filter[3 + x]) + (g[i][2] * filter[6 + x]);
        return (float)((half[0] * g[j][0]) + (half[1] * g[j][1]) + (half[2] * g[j][2]));
    }
}
