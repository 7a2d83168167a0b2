using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


/// <summary>What CumSum and CumProd have in common.</summary>
public abstract class CumulativeTests
{
    private protected abstract string Name { get; }

    private protected abstract long Opset { get; }

    private protected abstract bool Product { get; }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, true, false)]
    [InlineData(2, false, true)]
    [InlineData(-1, true, true)]
    [InlineData(-2, false, false)]
    public void Every_axis_from_both_ends(int axis, bool exclusive, bool reverse)
    {
        Tensor x = new TensorRandom(axis + 9).Floats(new Shape(3, 7, 13), 0.5f, 1.5f);
        NdArray expected = ReferenceSelection.Cumulate(x, axis, Product, exclusive, reverse);
        Case(x).Constant(TestTensors.Int64(axis)).Attribute("exclusive", exclusive).Attribute("reverse", reverse)
            .Check(Tolerance.Accumulated, expected);
        Case(x).Input(Tensor.From<int>(Shape.Scalar, [axis])).Attribute("exclusive", exclusive).Attribute("reverse", reverse)
            .Check(Tolerance.Accumulated, expected);
    }

    [Theory]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.UInt32)]
    public void Every_element_type(ElementType type)
    {
        Tensor x = new TensorRandom(2).Any(type, new Shape(2, 6), 1, 4);
        new OperatorCase(Name, Opset).WithoutOnnxRuntime().Input(x).Constant(TestTensors.Int64(1))
            .Check(Tolerance.Exact, ReferenceSelection.Cumulate(x, 1, Product, exclusive: false, reverse: false));
    }

    // ONNX Runtime has sums only.
    private OperatorCase Case(Tensor x) =>
        Product ? new OperatorCase(Name, Opset).WithoutOnnxRuntime().Input(x) : new OperatorCase(Name, Opset).Input(x);
}
