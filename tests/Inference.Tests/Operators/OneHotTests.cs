using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class OneHotTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-2)]
    public void The_new_axis_anywhere(int axis)
    {
        Tensor indices = new TensorRandom(1).Integers(ElementType.Int64, new Shape(3, 7), -5, 7);
        Tensor depth = TestTensors.Int64s(5), values = TestTensors.Floats(-1, 2);
        NdArray expected = ReferenceIndexing.OneHot(indices, 5, -1, 2, axis);
        foreach (long opset in new[] { 9, 11 })
            new OperatorCase("OneHot", opset).Input(indices).Input(depth).Input(values).Attribute("axis", axis).Outputs(ElementType.Float32)
                .Check(Tolerance.Exact, expected);
    }

    [Theory]
    [InlineData(ElementType.Int32, ElementType.Int64, ElementType.Bool)]
    [InlineData(ElementType.Float32, ElementType.Float32, ElementType.Int32)]
    [InlineData(ElementType.UInt8, ElementType.Int32, ElementType.UInt8)]
    [InlineData(ElementType.Int8, ElementType.UInt8, ElementType.Float64)]
    [InlineData(ElementType.Float64, ElementType.Int8, ElementType.Float16)]
    [InlineData(ElementType.UInt64, ElementType.UInt16, ElementType.Int64)]
    public void Any_three_types(ElementType indexType, ElementType depthType, ElementType valueType)
    {
        Tensor indices = new TensorRandom(1).Any(indexType, new Shape(2, 3), 0, 6);
        Tensor depth = new TensorRandom(2).Any(depthType, Shape.Scalar, 4, 5);
        Tensor values = new TensorRandom(3).Any(valueType, new Shape(2), 0, 2);
        double[] v = values.ToDoubles();
        new OperatorCase("OneHot", 11).WithoutOnnxRuntime().Input(indices).Constant(depth).Constant(values).Outputs(valueType)
            .Check(Tolerance.Exact, ReferenceIndexing.OneHot(indices, 4, v[0], v[1], -1));
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.UInt8)]
    public void The_depth_at_run_time(ElementType type)
    {
        Tensor indices = Tensor.From<long>(new Shape(5), [5, -6, -1, 0, 4]), values = TestTensors.Floats(1, 3);
        new OperatorCase("OneHot", 11).WithoutOnnxRuntime().Input(indices).Input(new TensorRandom(1).Any(type, Shape.Scalar, 5, 6))
            .Input(values)
            .Attribute("axis", 1).Outputs(ElementType.Float32).Check(Tolerance.Exact, ReferenceIndexing.OneHot(indices, 5, 1, 3, 1));
    }

    [Fact]
    public void A_scalar_index()
    {
        Tensor indices = TestTensors.Int64(2);
        new OperatorCase("OneHot", 11).WithoutOnnxRuntime().Input(indices).Constant(TestTensors.Int64(4)).Constant(TestTensors.Floats(0, 1))
            .Outputs(ElementType.Float32).Check(Tolerance.Exact, new NdArray(new Shape(4), [0, 0, 1, 0]));
    }
}
