using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class ScatterNDTests
{
    [Theory]
    [InlineData(new long[] { 2, 3 }, new long[] { 2 })]
    [InlineData(new long[] { 2, 1 }, new long[] { 2, 4, 5 })]
    [InlineData(new long[] { 2, 1, 2 }, new long[] { 2, 1, 5 })]
    public void Blocks(long[] shape, long[] updateShape)
    {
        Tensor x = new TensorRandom(1).Floats(3, 4, 5), updates = new TensorRandom(3).Floats(new Shape(updateShape));
        long length = shape[^1];
        Tensor indices = Tensor.From<long>(new Shape(shape),
            [.. Enumerable.Range(0, 2).SelectMany(t => Enumerable.Repeat(t == 0 ? 1L : -1L, (int)length))]);
        NdArray expected = ReferenceIndexing.ScatterND(x, indices, updates, (_, update) => update);
        new OperatorCase("ScatterND", 11).Input(x).Input(indices).Input(updates).Check(Tolerance.Exact, expected);
        new OperatorCase("ScatterND", 18).Input(x).Constant(indices).Input(updates).Attribute("reduction", "none")
            .Check(Tolerance.Exact, expected);
    }

    [Theory]
    [InlineData("add")]
    [InlineData("mul")]
    [InlineData("min")]
    [InlineData("max")]
    public void Combined_with_what_is_there(string reduction)
    {
        Tensor indices = Tensor.From<long>(new Shape(3, 1), [1, 1, 2]);
        foreach (ElementType type in new[] { ElementType.Float32, ElementType.Int64 })
        {
            Tensor x = new TensorRandom(1).Any(type, new Shape(4, 3), 1, 4), updates = new TensorRandom(3).Any(type, new Shape(3, 3), 1, 4);
            new OperatorCase("ScatterND", 18).Input(x).Input(indices).Input(updates).Attribute("reduction", reduction)
                .Check(Tolerance.Rounding, ReferenceIndexing.ScatterND(x, indices, updates, Combine(reduction)));
        }
    }

    internal static Func<double, double, double> Combine(string reduction) => reduction switch
    {
        "add" => (a, b) => a + b,
        "mul" => (a, b) => a * b,
        "min" => Math.Min,
        _ => Math.Max,
    };
}
