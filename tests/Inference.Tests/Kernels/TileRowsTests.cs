using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Tests.Kernels;

public sealed class TileRowsTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Tiles_cover_all_rows_evenly_and_are_as_few_as_possible(int tallest)
    {
        for (int rows = 1; rows <= 300; rows++)
        {
            var cut = new TileRows(rows, tallest);
            Assert.Equal((rows + tallest - 1) / tallest, cut.Count);
            Assert.Equal(0, cut.FirstRow(0));
            Assert.Equal(rows, cut.FirstRow(cut.Count));
            int[] heights = [.. Enumerable.Range(0, cut.Count).Select(i => cut.FirstRow(i + 1) - cut.FirstRow(i))];
            Assert.InRange(heights.Max(), 1, tallest);
            Assert.InRange(heights.Max() - heights.Min(), 0, 1);
        }
    }
}
