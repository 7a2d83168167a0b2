using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class GatherNDTests
{
    [Theory]
    [InlineData(new long[] { 4, 3 }, 0)]
    [InlineData(new long[] { 2, 5, 2 }, 0)]
    [InlineData(new long[] { 1 }, 0)]
    [InlineData(new long[] { 3, 2, 1 }, 1)]
    [InlineData(new long[] { 3, 4, 2 }, 1)]
    [InlineData(new long[] { 3, 4, 2, 1 }, 2)]
    public void Tuples_and_batch_axes(long[] shape, int batch)
    {
        Tensor x = new TensorRandom(1).Floats(3, 4, 5);
        Tensor indices = new TensorRandom(2).Integers(ElementType.Int64, new Shape(shape), -3, 3);
        new OperatorCase("GatherND", 12).Input(x).Input(indices).Attribute("batch_dims", batch)
            .Check(Tolerance.Exact, ReferenceIndexing.GatherND(x, indices, batch));
    }

    [Theory]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.Bool)]
    [InlineData(ElementType.Int64)]
    public void Other_element_types(ElementType type)
    {
        Tensor x = new TensorRandom(1).Any(type, new Shape(4, 3), 0, 2);
        Tensor indices = Tensor.From<long>(new Shape(3, 2), [3, 0, 0, -1, -4, 2]);
        new OperatorCase("GatherND", 13).WithoutOnnxRuntime().Input(x).Constant(indices)
            .Check(Tolerance.Exact, ReferenceIndexing.GatherND(x, indices, 0));
    }

    [Fact]
    public void Tuples_that_are_too_long_are_refused()
    {
        Tensor x = new TensorRandom(1).Floats(4, 3), indices = new Tensor(ElementType.Int64, new Shape(1, 3));
        byte[] model = new OperatorCase("GatherND", 13).Input(x).Constant(indices).Build(symbolic: false, folded: false);
        Assert.Contains("at most 2", Assert.Throws<InvalidModelException>(() => TestEngines.Best.Run(model, [x]))
            .Message, StringComparison.Ordinal);
    }
}
