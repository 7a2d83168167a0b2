using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class ScatterElementsTests
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
        Shape shape = new Shape(2, 6, 4).With(at, x.Shape[at]);

        // Each position once: what several updates of one element leave is not defined.
        Tensor indices = Tensor.From<long>(shape, [.. NdArray.Build(shape, i => (i[at] * 2 % x.Shape[at]) - (i[at] == 1 ? x.Shape[at] : 0))
            .Values.Select(v => (long)v)]);
        Tensor updates = new TensorRandom(3).Floats(shape);
        NdArray expected = ReferenceIndexing.ScatterElements(x, indices, updates, at, (_, update) => update);
        new OperatorCase("ScatterElements", 11).Input(x).Input(indices).Input(updates).Attribute("axis", axis)
            .Check(Tolerance.Exact, expected);
        new OperatorCase("ScatterElements", 18).Input(x).Constant(indices).Constant(updates).Attribute("axis", axis)
            .Attribute("reduction", "none").Check(Tolerance.Exact, expected);
    }

    [Theory]
    [InlineData("add")]
    [InlineData("mul")]
    [InlineData("min")]
    [InlineData("max")]
    public void Combined_with_what_is_there(string reduction)
    {
        Func<double, double, double> combine = ScatterNDTests.Combine(reduction);
        Tensor indices = new TensorRandom(2).Integers(ElementType.Int64, new Shape(4, 9), -7, 7);
        foreach (ElementType type in new[] { ElementType.Float32, ElementType.Int64, ElementType.Int32 })
        {
            Tensor x = new TensorRandom(1).Any(type, new Shape(5, 7), 1, 3), updates = new TensorRandom(3).Any(type, indices.Shape, 1, 3);
            new OperatorCase("ScatterElements", 18).Input(x).Input(indices).Input(updates).Attribute("axis", 1)
                .Attribute("reduction", reduction)
                .Check(Tolerance.Rounding, ReferenceIndexing.ScatterElements(x, indices, updates, 1, combine));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_element_type(ElementType type)
    {
        Tensor x = new TensorRandom(1).Any(type, new Shape(4, 3), 0, 2), updates = new TensorRandom(2).Any(type, new Shape(1, 3), 0, 2);
        Tensor indices = Tensor.From<int>(new Shape(1, 3), [3, 0, -1]);
        new OperatorCase("ScatterElements", 13).WithoutOnnxRuntime().Input(x).Input(indices).Input(updates)
            .Check(Tolerance.Exact, ReferenceIndexing.ScatterElements(x, indices, updates, 0, (_, update) => update));
    }

    [Theory]
    [InlineData(ElementType.Float16, "min")]
    [InlineData(ElementType.BFloat16, "add")]
    public void Values_of_16_bits_are_combined_too(ElementType type, string reduction)
    {
        Tensor x = new TensorRandom(1).Any(type, new Shape(4, 3), 1, 3), updates = new TensorRandom(2).Any(type, new Shape(1, 3), 1, 3);
        Tensor indices = TestTensors.Int64s(3, 0, -1).Reshape(new Shape(1, 3));
        NdArray expected = ReferenceIndexing.ScatterElements(x, indices, updates, 0, ScatterNDTests.Combine(reduction));
        new OperatorCase("ScatterElements", 18).WithoutOnnxRuntime().Input(x).Input(indices).Input(updates)
            .Attribute("reduction", reduction).Check(new Tolerance("16 bits", 1e-2), expected);
    }

    [Fact]
    public void The_data_are_not_changed()
    {
        Tensor x = new TensorRandom(1).Floats(4);
        byte[] model = new OnnxModelBuilder(13).Input("x", 4).Initializer("i", TestTensors.Int64s(1))
            .Initializer("u", TestTensors.Floats(9))
            .Node("Relu", ["x"], ["r"]).Node("ScatterElements", ["r", "i", "u"], ["s"]).Node("Add", ["r", "s"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x], Tolerance.Exact);
    }
}
