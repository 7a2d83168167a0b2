using CsCheck;
using Fovea.Inference.Graphs;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>What a range of cells reads is the range of what each of them reads.</summary>
public sealed class AxisReadTests
{
    private static readonly Gen<AxisRange> Cells =
        Gen.Select(Gen.Long[-20, 20], Gen.Long[1, 12], (begin, length) => new AxisRange(begin, begin + length));

    [Fact]
    public void Of_windows() => Gen.Select(Cells, Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 4]).Sample(
        (cells, kernel, stride, dilation, padding) =>
        {
            Check(AxisRead.Window(0, kernel, stride, dilation, padding), cells);
            Check(AxisRead.Transposed(0, kernel, stride, dilation, padding), cells);
        });

    [Fact]
    public void Of_slices() => Gen.Select(Cells, Gen.Long[-5, 5], Gen.Long[-3, 3].Where(step => step != 0)).Sample(
        (cells, first, step) => Check(AxisRead.Shifted(0, first, step), cells));

    [Fact]
    public void Of_parts() => Gen.Select(Cells, Gen.Long[0, 6], Gen.Long[0, 6], Gen.Long[0, 6]).Sample(
        (cells, before, extent, behind) => Check(AxisRead.Part(0, before, extent, before + extent + behind), cells));

    [Fact]
    public void Of_blocks() => Gen.Select(Cells, Gen.Long[1, 4], Gen.Long[1, 4]).Sample(
        (cells, each, block) => Check(AxisRead.Blocks(0, each, block), cells));

    [Fact]
    public void Of_long_ranges_the_ends_count_and_all_stays_within_32_bits()
    {
        var read = AxisRead.Of(0, (cell, positions) => positions.Add(3 * cell));
        Assert.Equal(new AxisRange(0, (3 * 999_999) + 1), read.Read(new AxisRange(0, 1_000_000)));
        Assert.Equal(new AxisRange(0, 1 << 30), read.Read(new AxisRange(0, 1L << 40)));
        Assert.Null(read.Read(new AxisRange(4, 4)));
    }

    private static void Check(AxisRead read, AxisRange cells)
    {
        var all = new List<long>();
        var positions = new List<long>();
        for (long cell = cells.Begin; cell < cells.End; cell++)
        {
            read.Read(cell, positions);
            all.AddRange(positions);
        }

        AxisRange? expected = all.Count == 0 ? null : new AxisRange(all.Min(), all.Max() + 1);
        Assert.Equal(expected, read.Read(cells));
    }
}
