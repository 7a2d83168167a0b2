using Fovea.Inference.Kernels.Gemm;

namespace Fovea.Inference.Kernels.Winograd;

/// <summary>The transform of 3x3 filters, G g G', in double precision, into one packed matrix [input channel, filter] per position.</summary>
internal static unsafe class WinogradWeights
{
    private static readonly double[,] Four =
    {
        { 1.0 / 4, 0, 0 },
        { -1.0 / 6, -1.0 / 6, -1.0 / 6 },
        { -1.0 / 6, 1.0 / 6, -1.0 / 6 },
        { 1.0 / 24, 1.0 / 12, 1.0 / 6 },
        { 1.0 / 24, -1.0 / 12, 1.0 / 6 },
        { 0, 0, 1 },
    };

    private static readonly double[,] Two =
    {
        { 1, 0, 0 },
        { 0.5, 0.5, 0.5 },
        { 0.5, -0.5, 0.5 },
        { 0, 0, 1 },
    };

    /// <param name="source">Filters [filter, channel, 3, 3].</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="tile">Outputs per axis: 2 or 4.</param>
    /// <param name="layout">The panels of one position: depth is the input channels.</param>
    /// <param name="target">(tile + 2)^2 packed matrices.</param>
    public static void Pack(float* source, int channels, int tile, in PanelLayout layout, float* target)
    {
        double[,] g = tile == 4 ? Four : Two;
        int span = tile + 2;
        double* half = stackalloc double[span * 3];
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            int width = layout.Vectors(panel) * layout.Lanes;
            long panelStart = layout.FirstColumn(panel) * layout.Depth;
            for (int column = 0; column < layout.ColumnsIn(panel); column++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    float* filter = source + ((((long)layout.FirstColumn(panel) + column) * channels) + channel) * 9;
                    for (int i = 0; i < span; i++)
                    {
                        for (int x = 0; x < 3; x++)
                            half[(i * 3) + x] = (g[i, 0] * filter[x]) + (g[i, 1] * filter[3 + x]) + (g[i, 2] * filter[6 + x]);
                    }

                    float* place = target + panelStart + ((long)channel * width) + column;
                    for (int i = 0; i < span; i++)
                    {
                        for (int j = 0; j < span; j++)
                        {
                            double value = (half[i * 3] * g[j, 0]) + (half[(i * 3) + 1] * g[j, 1]) + (half[(i * 3) + 2] * g[j, 2]);
                            place[((i * span) + j) * layout.PackedLength] = (float)value;
                        }
                    }
                }
            }
        }
    }
}
