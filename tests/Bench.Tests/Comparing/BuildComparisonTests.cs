using Fovea.Bench.Builds;
using Fovea.Bench.Comparing;

namespace Fovea.Bench.Tests.Comparing;

public sealed class BuildComparisonTests
{
    private static readonly BitDifference None = new(1000, 0, 0);

    [Fact]
    public void Ratios_are_of_medians_and_above_1_where_the_new_build_is_faster()
    {
        BuildComparison cell = Cell(@new: [4, 5, 900], old: [10, 9, 11], control: [20, 8, 7]);
        Assert.Equal((2.5, 5, 2, 1.25), (cell.NewPerImage, cell.OldPerImage, cell.Ratio, cell.ControlRatio));
    }

    [Theory]
    [InlineData(0.97, null, true)]
    [InlineData(0.969, null, false)]
    [InlineData(0.969, 1.2, false)]
    [InlineData(0.96, 0.95, true)]
    [InlineData(0.94, 0.95, false)]
    public void A_cell_may_fall_as_low_as_the_control_or_the_floor(double ratio, double? control, bool passes) =>
        Assert.Equal(passes, BuildVerdict.Passes(Cell([1], [ratio], control is double c ? [ratio / c] : null)));

    [Fact]
    public void The_verdict_names_cells_that_are_slower_and_those_of_other_bits()
    {
        string text = BuildVerdict.Write(
        [
            Cell([8], [16], [16]),
            Cell([10], [8], [8.1], threads: 1),
            Cell([10], [10], [10], network: "other", difference: new BitDifference(10, 1, 0.5)),
        ]);
        Assert.Equal(
            "Verdict: 3 cells, geometric mean 1.170 (control 0.996); below min(0.97, control): net 1 thread, batch 2 (0.800 < 0.970); " +
            "other bits: other 2 threads, batch 2.",
            text);
    }

    [Fact]
    public void Without_a_control_the_floor_decides()
    {
        Assert.Equal(
            "Verdict: 1 cell, geometric mean 0.980; below 0.97: none; other bits: none.", BuildVerdict.Write([Cell([1 / 0.98], [1])]));
        Assert.Equal("Verdict: nothing was compared.", BuildVerdict.Write([]));
    }

    [Fact]
    public void The_table_shows_both_medians_the_ratio_the_control_and_means()
    {
        string text = BuildTable.Write("Measured here.",
        [
            Cell([10], [20], [22]),
            Cell([10], [5], [5], network: "other", difference: new BitDifference(10, 1, 0.5)),
        ]);
        Assert.Equal(
            """
            Measured here.

            | network | 2 threads, batch 2 |
            |---|---|
            | net | 5.00 / 10.00 = 2.000 (0.909) |
            | other | 5.00 / 2.50 = 0.500 (1.000) OTHER BITS |
            | **geometric mean of the ratios** | **1.000** (0.953) |

            Verdict: 2 cells, geometric mean 1.000 (control 0.953); below min(0.97, control): other 2 threads, batch 2 (0.500 < 0.970); other bits: other 2 threads, batch 2.
            """,
            text, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_control_needs_another_build()
    {
        Assert.Throws<ArgumentException>(() => CompareOptions.Read(new Arguments(["compare", "--models", "here", "--control", "true"])));
        Assert.True(CompareOptions.Read(new Arguments(["compare", "--models", "here", "--control", "true", "--against", "there"])).Control);
    }

    private static BuildComparison Cell(
        double[] @new, double[] old, double[]? control = null, string network = "net", int threads = 2, BitDifference? difference = null) =>
        new(network, threads, 2, @new, old, control, difference ?? None);
}
