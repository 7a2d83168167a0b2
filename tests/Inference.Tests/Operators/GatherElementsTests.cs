using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class GatherElementsTests
{
    public static TheoryData<ElementType> Types() => [.. Enum.GetValues<ElementType>()];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Along_every_axis(int axis)
    {
        Tensor x = new TensorRandom(1).Floats(3, 7, 5);
        int at = axis < 0 ? axis + 3 : axis;
        Tensor indices = new TensorRandom(2).Integers(
            ElementType.Int64, new Shape(2, 6, 4).With(at, 9), -(int)x.Shape[at], (int)x.Shape[at]);
        NdArray expected = ReferenceIndexing.GatherElements(x, indices, at);
        new OperatorCase("GatherElements", 13).Input(x).Input(indices).Attribute("axis", axis).Check(Tolerance.Exact, expected);
        Tensor narrow = Tensor.From<int>(indices.Shape, Array.ConvertAll(indices.Span<long>().ToArray(), i => (int)i));
        new OperatorCase("GatherElements", 11).Input(x).Constant(narrow).Attribute("axis", axis).Check(Tolerance.Exact, expected);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_element_type(ElementType type)
    {
        Tensor x = new TensorRandom(1).Any(type, new Shape(4, 3), 0, 2);
        Tensor indices = Tensor.From<long>(new Shape(1, 3), [3, 0, -1]);
        new OperatorCase("GatherElements", 13).WithoutOnnxRuntime().Input(x).Input(indices)
            .Check(Tolerance.Exact, ReferenceIndexing.GatherElements(x, indices, 0));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-8)]
    public void An_index_outside_the_axis_is_refused(long index)
    {
        Tensor x = new TensorRandom(1).Floats(7), indices = TestTensors.Int64s(index);
        byte[] model = new OperatorCase("GatherElements", 13).Input(x).Input(indices).Build(symbolic: false, folded: false);
        InferenceException error = Assert.Throws<InvalidInputException>(() => TestEngines.Best.Run(model, [x, indices]));
        Assert.Contains($"{index}", error.Message, StringComparison.Ordinal);
    }
}
