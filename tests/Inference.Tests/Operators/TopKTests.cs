using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class TopKTests
{
    [Theory]
    [InlineData(1, -1)]
    [InlineData(5, 1)]
    [InlineData(17, 1)]
    [InlineData(3, 0)]
    [InlineData(2, -2)]
    [InlineData(0, 1)]
    public void K_along_every_axis(int k, int axis)
    {
        Tensor x = new TensorRandom(k).Floats(3, 17, 5);
        (NdArray values, NdArray indices) = ReferenceSelection.Top(x, k, axis, largest: true);
        if (k > 0)
            new OperatorCase("TopK", 1).Input(x).Attribute("k", k).Attribute("axis", axis).Outputs(ElementType.Float32, ElementType.Int64)
                .Check(Tolerance.Exact, values, indices);
        new OperatorCase("TopK", 10).Input(x).Constant(TestTensors.Int64s(k)).Attribute("axis", axis)
            .Outputs(ElementType.Float32, ElementType.Int64).Check(Tolerance.Exact, values, indices);
        foreach (bool largest in new[] { true, false })
        {
            (values, indices) = ReferenceSelection.Top(x, k, axis, largest);
            new OperatorCase("TopK", 11).Input(x).Input(TestTensors.Int64s(k)).Attribute("axis", axis).Attribute("largest", largest)
                .Outputs(ElementType.Float32, ElementType.Int64).Check(Tolerance.Exact, values, indices);
        }
    }

    [Theory]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.UInt8)]
    public void Every_element_type_with_equal_elements(ElementType type)
    {
        Tensor x = new TensorRandom(5).Any(type, new Shape(4, 33), 0, 10);
        foreach (bool largest in new[] { true, false })
        {
            (NdArray values, NdArray indices) = ReferenceSelection.Top(x, 20, 1, largest);
            new OperatorCase("TopK", 24).WithoutOnnxRuntime().Input(x).Constant(TestTensors.Int64s(20)).Attribute("largest", largest)
                .Outputs(type, ElementType.Int64).Check(Tolerance.Exact, values, indices);
        }
    }

    [Fact]
    public void NaN_is_the_largest()
    {
        Tensor x = TestTensors.Floats(1, float.NaN, float.PositiveInfinity, -1, float.NaN, float.NegativeInfinity);
        foreach (bool largest in new[] { true, false })
        {
            (NdArray values, NdArray indices) = ReferenceSelection.Top(x, 5, 0, largest);
            new OperatorCase("TopK", 11).WithoutOnnxRuntime().Input(x).Constant(TestTensors.Int64s(5)).Attribute("largest", largest)
                .Outputs(ElementType.Float32, ElementType.Int64).Check(Tolerance.Exact, values, indices);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-1)]
    public void K_outside_the_axis_is_refused(long k)
    {
        Tensor x = new TensorRandom(1).Floats(5);
        byte[] model = new OperatorCase("TopK", 11).Input(x).Input(TestTensors.Int64s(k)).Outputs(ElementType.Float32, ElementType.Int64)
            .Build(symbolic: false, folded: false);
        InferenceException error = Assert.ThrowsAny<InferenceException>(() => TestEngines.Best.Run(model, [x, TestTensors.Int64s(k)]));
        Assert.Contains($"k is {k}", error.Message, StringComparison.Ordinal);
    }
}
