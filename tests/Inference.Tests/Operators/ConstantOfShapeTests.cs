using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ConstantOfShapeTests
{
    public static TheoryData<long[], ElementType> Cases() => new()
    {
        { [3, 17], ElementType.Float32 },
        { [5], ElementType.Int64 },
        { [2, 3], ElementType.Int32 },
        { [7], ElementType.Bool },
        { [2, 2], ElementType.UInt8 },
        { [], ElementType.Float32 },
        { [0, 4], ElementType.Float32 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fills_with_the_value(long[] shape, ElementType type) =>
        new OperatorCase("ConstantOfShape", 9).Constant(TestTensors.Int64s(shape)).Attribute("value", One(type)).Outputs(type)
            .Check(Tolerance.Exact, NdArray.Build(new Shape(shape), _ => 1));

    [Fact]
    public void Default_is_a_float_zero() =>
        new OperatorCase("ConstantOfShape", 9).Constant(TestTensors.Int64s(2, 5)).Outputs(ElementType.Float32)
            .Check(Tolerance.Exact, new NdArray(new Shape(2, 5)));

    [Fact]
    public void The_shape_may_come_from_a_tensor_of_the_graph()
    {
        byte[] model = new OnnxModelBuilder()
            .Input("x", Dimension.Named("n"), 5).Node("Shape", "x", "s")
            .Node("ConstantOfShape", "s", "c", ("value", TestTensors.Floats(2.5f))).Node("Mul", ["x", "c"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [new TensorRandom(1).Floats(3, 5)], Tolerance.Rounding);
    }

    private static Tensor One(ElementType type) => new TensorRandom(0).Any(type, new Shape(1), 1, type is ElementType.Float32 ? 1 : 2);
}
