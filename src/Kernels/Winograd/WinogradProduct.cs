using Fovea.Kernels.Gemm;

namespace Fovea.Kernels.Winograd;

/// <summary>The products in the transformed domain: per position, tiles x input channels times input channels x filters.</summary>
internal static unsafe class WinogradProduct
{
    /// <summary>Tiles that are multiplied with a panel before the next ones.</summary>
    private const int RowsTogether = 128;

    /// <summary>Multiplies the panels [first, last), counted over all positions: panel i belongs to position i / panels.</summary>
    /// <param name="kernels">The register tiles.</param>
    /// <param name="shape">The layer.</param>
    /// <param name="layout">The panels of one position.</param>
    /// <param name="input">Transformed tiles, <paramref name="inputPlane"/> floats per position.</param>
    /// <param name="inputPlane">Floats between positions.</param>
    /// <param name="weights">Packed matrices, one per position.</param>
    /// <param name="zeros">A row of zeros: the bias comes after the transform back.</param>
    /// <param name="output">Products, <paramref name="outputPlane"/> floats per position.</param>
    /// <param name="outputPlane">Floats between positions.</param>
    /// <param name="tiles">Rows of each matrix.</param>
    /// <param name="first">The first panel.</param>
    /// <param name="last">The panel behind the last.</param>
    public static void Run(
        KernelSet kernels, WinogradShape shape, in PanelLayout layout, float* input, long inputPlane, float* weights, float* zeros,
        float* output, long outputPlane, int tiles, long first, long last)
    {
        int channels = shape.Convolution.InputChannels;
        int filters = shape.Convolution.OutputChannels;
        float** rows = stackalloc float*[RowsTogether];
        for (long item = first; item < last; item++)
        {
            int position = (int)(item / layout.Panels);
            int panel = (int)(item % layout.Panels);
            int column = layout.FirstColumn(panel);
            var tile = new TileArguments
            {
                Rows = rows,
                Taps = 1,
                Run = channels,
                Weights = weights + (position * layout.PackedLength) + (column * layout.Depth),
                Bias = zeros,
                OutputStride = filters,
                Columns = layout.ColumnsIn(panel),
                Min = float.NegativeInfinity,
                Max = float.PositiveInfinity,
            };
            float* from = input + (position * inputPlane);
            float* to = output + (position * outputPlane) + column;
            for (int start = 0; start < tiles; start += RowsTogether)
            {
                int count = Math.Min(RowsTogether, tiles - start);
                for (int i = 0; i < count; i++)
                    rows[i] = from + ((long)(start + i) * channels);
                var cut = new TileRows(count, kernels.TileRows);
                tile.Rows = rows;
                tile.Tiles = cut.Higher;
                tile.Output = to + ((long)start * filters);
                if (cut.Higher > 0)
                    kernels.Tile(cut.Low + 1, layout.Vectors(panel), in tile);
                tile.Rows = rows + cut.Start(cut.Higher);
                tile.Tiles = cut.Count - cut.Higher;
                tile.Output += (long)cut.Start(cut.Higher) * filters;
                kernels.Tile(cut.Low, layout.Vectors(panel), in tile);
            }
        }
    }
}
