using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ReshapeTests
{
    public static TheoryData<long[], long[]> Targets() => new()
    {
        { [2, 476], [2, 476] },
        { [-1], [952] },
        { [0, -1], [2, 476] },
        { [0, 0, -1], [2, 17, 28] },
        { [2, 0, 2, 2, -1], [2, 17, 2, 2, 7] },
        { [1, -1, 1], [1, 952, 1] },
        { [0, 0, 0, 0], [2, 17, 4, 7] },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void Zero_copies_and_minus_one_follows(long[] target, long[] expected)
    {
        Tensor x = new TensorRandom(1).Floats(2, 17, 4, 7);
        foreach (long opset in new long[] { 7, 13, 14 })
        {
            new OperatorCase("Reshape", opset).Input(x).Constant(TestTensors.Int64s(target))
                .Check(Tolerance.Exact, NdArray.Of(x).Reshape(expected));
        }
    }

    [Fact]
    public void With_allowzero_a_zero_is_an_extent()
    {
        var empty = new Tensor(ElementType.Float32, new Shape(0, 3, 4));
        byte[] model = new OnnxModelBuilder(14)
            .Input("x", 1).Initializer("empty", empty).Initializer("shape", TestTensors.Int64s(3, 4, 0))
            .Node("Reshape", ["empty", "shape"], ["y"], ("allowzero", 1)).Node("Identity", "x", "z").Output("y").Output("z").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [TestTensors.Floats(1)], Tolerance.Exact);
    }

    [Fact]
    public void A_shape_computed_from_another_tensor()
    {
        var random = new TensorRandom(2);
        byte[] model = new OnnxModelBuilder()
            .Input("x", Dimension.Named("n"), 17, 4, 7)
            .Initializer("zero", TestTensors.Int64s(0)).Initializer("rest", TestTensors.Int64s(-1))
            .Node("Shape", "x", "shape")
            .Node("Gather", ["shape", "zero"], ["batch"])
            .Node("Concat", ["batch", "rest"], ["target"], ("axis", 0))
            .Node("Reshape", ["x", "target"], ["y"])
            .Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(3, 17, 4, 7)], Tolerance.Exact);
    }

    [Theory]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt8)]
    public void Other_element_types(ElementType type)
    {
        Tensor x = new TensorRandom(3).Any(type, new Shape(3, 4));
        new OperatorCase("Reshape", 13).Input(x).Constant(TestTensors.Int64s(2, -1)).Check(Tolerance.Exact, NdArray.Of(x).Reshape(2, 6));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Before_opset_5_the_shape_is_an_attribute(int opset)
    {
        Tensor x = new TensorRandom(1).Floats(2, 3, 4);
        new OperatorCase("Reshape", opset).WithoutOnnxRuntime().Input(x).Attribute("shape", new[] { 0, -1, 2 })
            .Check(Tolerance.Exact, NdArray.Of(x).Reshape(2, 6, 2));
    }

    [Fact]
    public void Of_nothing_to_nothing()
    {
        var x = new Tensor(ElementType.Float32, new Shape(0, 3, 4));
        new OperatorCase("Reshape", 14).Input(x).Input(TestTensors.Int64s(3, 4, 0)).Attribute("allowzero", 1)
            .Check(Tolerance.Exact, new NdArray(new Shape(3, 4, 0)));
    }

    [Fact]
    public void What_overwrites_the_result_leaves_the_operand_to_its_other_readers()
    {
        var random = new TensorRandom(5);
        byte[] model = new OnnxModelBuilder(13).Input("x", 2, 4, 5, 11).Initializer("w", random.Floats(3, 4, 2, 2))
            .Initializer("s", TestTensors.Int64s(2, 120)).Node("Conv", ["x", "w"], ["c"]).Node("Reshape", ["c", "s"], ["r"])
            .Node("Sigmoid", "r", "y").Output("c").Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(2, 4, 5, 11)], Tolerance.Accumulated);
    }
}
