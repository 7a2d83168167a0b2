using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class RangeTests
{
    [Theory]
    [InlineData(0, 10, 3)]
    [InlineData(10, 4, -2)]
    [InlineData(5, 5, 1)]
    [InlineData(5, 1, 1)]
    [InlineData(-7, 8, 5)]
    public void Every_element_type(int start, int limit, int delta)
    {
        double[] expected = [.. Enumerable.Range(0, 100).Select(i => (double)start + (i * delta))
            .TakeWhile(v => delta > 0 ? v < limit : v > limit)];
        foreach (ElementType type in new[] { ElementType.Float32, ElementType.Float64, ElementType.Int16, ElementType.Int32,
            ElementType.Int64 })
        {
            Tensor[] operands = [.. new[] { start, limit, delta }.Select(v => new TensorRandom(1).Any(type, Shape.Scalar, v, v + 1))];
            if (type.IsFloat())
                operands = [.. new[] { start, limit, delta }.Select(v => type == ElementType.Float32
                    ? TestTensors.Float(v) : Tensor.From<double>(Shape.Scalar, [v]))];
            new OperatorCase("Range", 11).Input(operands[0]).Input(operands[1]).Input(operands[2])
                .Check(Tolerance.Exact, new NdArray(new Shape(expected.Length), expected));
        }
    }

    [Fact]
    public void Fractions() =>
        new OperatorCase("Range", 11).Input(TestTensors.Float(1)).Input(TestTensors.Float(3.05f)).Constant(TestTensors.Float(0.1f))
        .Check(Tolerance.Rounding);

    [Theory]
    [InlineData(long.MinValue, long.MaxValue, 1)]
    [InlineData(0, 1, 0)]
    public void Hostile_steps_are_refused(long start, long limit, long delta)
    {
        Tensor[] operands = [TestTensors.Int64(start), TestTensors.Int64(limit), TestTensors.Int64(delta)];
        byte[] model = new OperatorCase("Range", 11).Input(operands[0]).Input(operands[1]).Input(operands[2])
            .Build(symbolic: false, folded: false);
        Assert.ThrowsAny<InferenceException>(() => TestEngines.Best.Run(model, operands));
    }
}
