using Fovea.Bench.Bits;
using Fovea.Bench.Builds;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Tests.Bits;

public sealed class BuildPairTests
{
    [Fact]
    public void Equal_results_are_counted()
    {
        ModelReport report = Run(Copy, Copy);
        Assert.True(report.IsSame);
        Assert.Equal("net: 1 outputs and 1 layers compared (4 elements), 0 differ", report.ToString());
    }

    [Fact]
    public void One_other_bit_is_found()
    {
        ModelReport report = Run(Copy, (x, y) => (y[0], y[1]) = (x[0], (byte)(x[1] ^ 1)));
        Assert.True(report.ResultsDiffer);
        Assert.Contains("2 differ in 2 elements", report.ToString());
        Assert.Contains("y, batch 1, random input: 1 of 2 elements differ", report.ToString());
    }

    [Fact]
    public void What_neither_build_writes_is_found() => Assert.True(Run((x, y) => y[0] = x[0], (x, y) => y[0] = x[0]).ResultsDiffer);

    [Fact]
    public void Another_shape_is_another_result()
    {
        ModelReport report = Run(new FakeModel(Copy), new FakeModel(Copy) { Outputs = [new ValueInfo("y", "UInt8", 1, [1, 2])] });
        Assert.True(report.ResultsDiffer);
        Assert.Contains("old 'y UInt8[2]', new 'y UInt8[1,2]'", report.ToString());
    }

    [Fact]
    public void What_only_the_new_build_refuses_is_lost()
    {
        ModelReport report = Run(Copy, Refuse("no"));
        Assert.True(report.IsLost);
        Assert.False(report.IsSame);
        Assert.Contains("batch 1, random input: only new refuses: NotSupportedException: no", report.ToString());
    }

    [Fact]
    public void What_only_the_old_build_refuses_is_gained()
    {
        ModelReport report = Run(Refuse("no"), Copy);
        Assert.True(report.IsGained && report.IsSame);
        Assert.Contains("only old refuses: NotSupportedException: no", report.ToString());
    }

    [Fact]
    public void Refusals_are_compared_by_their_words()
    {
        ModelReport alike = Run(Refuse("no"), Refuse("no")), other = Run(Refuse("no"), Refuse("never"));
        Assert.True(alike.IsRefusedAlike && !alike.WordsDiffer);
        Assert.True(other.WordsDiffer && !other.IsRefusedAlike);
        Assert.Contains("old 'NotSupportedException: no', new 'NotSupportedException: never'", other.ToString());
    }

    [Fact]
    public void A_build_with_another_interface_is_not_taken_for_a_refusal() =>
        Assert.Throws<MissingMethodException>(() => Run(Copy, (_, _) => throw new MissingMethodException()));

    [Fact]
    public void Descriptions_are_compared_line_by_line()
    {
        var report = new ModelReport("net");
        new BuildPair(new FakeModel(Copy, "a", "b", "c"), new FakeModel(Copy, "a", "x"), report).Describe("layer names", m => m.LayerNames);
        Assert.True(report.TextsDiffer);
        Assert.Contains("layer names: old 'b', new 'x'", report.ToString());
        Assert.Contains("layer names: old 'c', new 'nothing'", report.ToString());
    }

    private static void Copy(byte[] x, byte[] y) => x.CopyTo(y, 0);

    private static Action<byte[], byte[]> Refuse(string message) => (_, _) => throw new NotSupportedException(message);

    private static ModelReport Run(Action<byte[], byte[]> old, Action<byte[], byte[]> @new) => Run(new FakeModel(old), new FakeModel(@new));

    private static ModelReport Run(FakeModel old, FakeModel @new)
    {
        var report = new ModelReport("net");
        var pair = new BuildPair(old, @new, report);
        foreach (string[]? layers in (string[]?[])[null, ["y"]])
            pair.Run("batch 1", [[2]], layers, inputs => [("random input", SeededInputs.Create(inputs))]);
        return report;
    }
}
