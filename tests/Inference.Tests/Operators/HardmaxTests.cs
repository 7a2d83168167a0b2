using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class HardmaxTests
{
    [Theory]
    [InlineData(13, 0)]
    [InlineData(13, 1)]
    [InlineData(13, -1)]
    [InlineData(13, 2)]
    public void Along_one_axis(int opset, int axis)
    {
        Tensor x = Equal(new Shape(3, 5, 7));
        new OperatorCase("Hardmax", opset).Input(x).Attribute("axis", axis).Check(Tolerance.Exact, Reference(x, axis));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(11, 2)]
    [InlineData(11, 0)]
    public void Before_opset_13_over_everything_from_the_axis_on(int opset, int axis)
    {
        Tensor x = Equal(new Shape(3, 5, 7));
        long rows = x.Shape.Take(axis).Aggregate(1L, (a, b) => a * b);
        NdArray matrix = NdArray.Of(x).Reshape(rows, x.Shape.ElementCount / rows);
        new OperatorCase("Hardmax", opset).Input(x).Attribute("axis", axis).Check(Tolerance.Exact, Reference(matrix, 1).Reshape(3, 5, 7));
    }

    [Fact]
    public void Doubles()
    {
        Tensor x = new TensorRandom(2).Doubles(new Shape(2, 9));
        new OperatorCase("Hardmax", 13).WithoutOnnxRuntime().Input(x).Check(Tolerance.Exact, Reference(x, 1));
    }

    private static Tensor Equal(Shape shape) => Tensor.From<float>(
        shape, [.. new TensorRandom(1).Integers(ElementType.Int32, new Shape(shape.ElementCount), 0, 5).Span<int>().ToArray()
            .Select(v => (float)v)]);

    private static NdArray Reference(NdArray x, int axis) => ReferenceSelection.Lines(x, axis, line =>
        [.. line.Select((_, i) => i == Array.IndexOf(line, line.Max()) ? 1.0 : 0)]);
}
