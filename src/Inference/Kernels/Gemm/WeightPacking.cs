namespace Fovea.Inference.Kernels.Gemm;

/// <summary>Copies a weight matrix into panels. Where the matrix lies is given by strides, so that convolutions and both transpositions of Gemm share it.</summary>
internal static unsafe class WeightPacking
{
    /// <summary>
    /// Packs w[tap, k, column] = source[tap * tapStride + k * runStride + column * columnStride] into the panels of
    /// <paramref name="layout"/> (depth = taps * run), zeros behind the last column.
    /// </summary>
    public static void Pack(
        float* source, int taps, long tapStride, int run, long runStride, long columnStride, in PanelLayout layout, float* target)
    {
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            int width = layout.Vectors(panel) * layout.Lanes;
            int columns = layout.ColumnsIn(panel);
            float* first = source + (layout.FirstColumn(panel) * columnStride);
            for (int tap = 0; tap < taps; tap++)
            {
                for (int k = 0; k < run; k++)
                {
                    float* from = first + (tap * tapStride) + (k * runStride);
                    for (int column = 0; column < columns; column++)
                        target[column] = from[column * columnStride];
                    new Span<float>(target + columns, width - columns).Clear();
                    target += width;
                }
            }
        }
    }
}
