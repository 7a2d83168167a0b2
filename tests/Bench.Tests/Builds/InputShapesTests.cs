using Fovea.Bench.Builds;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Tests.Builds;

public sealed class InputShapesTests
{
    private const long Open = ValueInfo.Open;

    [Fact]
    public void Open_extents_are_the_batch_and_an_image_s_side() =>
        Assert.Equal([[2, 3, 224, 320], [5]], InputShapes.For([Float(Open, 3, Open, 320), Float(5)], 2)!);

    [Fact]
    public void A_model_that_fixes_its_batch_takes_that_one_alone()
    {
        ValueInfo[] inputs = [Float(4, 3, Open, Open)];
        Assert.Null(InputShapes.For(inputs, 1));
        Assert.Equal([[4, 3, 224, 224]], InputShapes.For(inputs, 4)!);
        Assert.Equal([4], InputShapes.Batches(inputs, [1, 2, 8]));
        Assert.Equal([1, 2, 8], InputShapes.Batches([Float(4), Float(Open, 3)], [1, 2, 8]));
    }

    [Fact]
    public void A_model_without_a_batch_runs_once()
    {
        Assert.Equal([1], InputShapes.Batches([], [1, 2]));
        Assert.Equal([1], InputShapes.Batches([Float()], [2]));
        Assert.Equal([[]], InputShapes.For([Float()], 1)!);
    }

    [Fact]
    public void An_open_rank_has_no_shape() => Assert.Null(InputShapes.For([new ValueInfo("x", "Float32", 4, null)], 1));

    [Fact]
    public void Inputs_are_the_same_each_time_and_fit_their_type()
    {
        ValueInfo[] inputs = [Float(100), new("i", "Int64", 8, [100]), new("b", "Bool", 1, [100]), new("u", "UInt8", 1, [100])];
        byte[][] values = SeededInputs.Create(inputs);
        Assert.Equal(SeededInputs.Create(inputs), values);
        Assert.NotEqual(SeededInputs.Create(inputs, seed: 2), values);
        Assert.Equal([400, 800, 100, 100], values.Select(v => v.Length));
        Assert.All(Enumerable.Range(0, 100), i => Assert.InRange(BitConverter.ToSingle(values[0], 4 * i), -1, 1));
        Assert.All(Enumerable.Range(0, 100), i => Assert.InRange(BitConverter.ToInt64(values[1], 8 * i), 0, 3));
        Assert.All(values[2], b => Assert.InRange(b, 0, 1));
        Assert.Contains(values[3], b => b > 127);
    }

    private static ValueInfo Float(params long[] extents) => new("x", "Float32", 4, extents);
}
