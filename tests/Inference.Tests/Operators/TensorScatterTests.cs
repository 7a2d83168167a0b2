using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class TensorScatterTests
{
    [Theory]
    [InlineData(new long[] { 2, 3, 6, 5 }, -2, "linear", new long[] { 1, 4 })]
    [InlineData(new long[] { 2, 3, 6, 5 }, -2, "circular", new long[] { 5, 6 })]
    [InlineData(new long[] { 2, 6, 5 }, 1, "linear", new long[] { 0, 3 })]
    [InlineData(new long[] { 2, 6, 5 }, 1, "circular", null)]
    [InlineData(new long[] { 2, 5, 6 }, -1, "linear", null)]
    public void Each_image_from_its_own_position(long[] shape, int axis, string mode, long[]? starts)
    {
        Tensor cache = new TensorRandom(1).Floats(new Shape(shape));
        int at = axis < 0 ? axis + shape.Length : axis;
        Tensor updates = new TensorRandom(2).Floats(cache.Shape.With(at, 2));
        var expected = new NdArray(cache.Shape, cache.ToDoubles());
        foreach (long[] index in SlidingWindow.Indices([.. updates.Shape]))
        {
            long[] to = [.. index];
            to[at] = ((starts?[index[0]] ?? 0) + index[at]) % cache.Shape[at];
            expected[to] = NdArray.Of(updates)[index];
        }

        OperatorCase one = new OperatorCase("TensorScatter", 24).WithoutOnnxRuntime().Input(cache).Input(updates);
        (starts is null ? one : one.Input(TestTensors.Int64s(starts))).Attribute("axis", axis).Attribute("mode", mode)
            .Check(Tolerance.Exact, expected);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_position_outside_the_cache_is_refused(long start)
    {
        Tensor cache = new TensorRandom(1).Floats(1, 6, 5), updates = new TensorRandom(2).Floats(1, 2, 5);
        Tensor starts = TestTensors.Int64s(start);
        byte[] model = new OperatorCase("TensorScatter", 24).Input(cache).Input(updates).Input(starts)
            .Build(symbolic: false, folded: false);
        Assert.Throws<InvalidInputException>(() => TestEngines.Best.Run(model, [cache, updates, starts]));
    }
}
