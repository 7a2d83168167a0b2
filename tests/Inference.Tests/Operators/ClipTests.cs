using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ClipTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(new Shape(2, 17, 7, 3), -9, 9);

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    public void Bounds_as_attributes(int opset)
    {
        new OperatorCase("Clip", opset).Input(X).Attribute("min", -1f).Attribute("max", 6f).Check(Tolerance.Exact, Expected(-1, 6));
        new OperatorCase("Clip", opset).Input(X).Attribute("max", 6f).Check(Tolerance.Exact, Expected(double.NegativeInfinity, 6));
        new OperatorCase("Clip", opset).Input(X).Attribute("min", 0f).Check(Tolerance.Exact, Expected(0, double.PositiveInfinity));
        new OperatorCase("Clip", opset).Input(X).Check(Tolerance.Exact, NdArray.Of(X));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Bounds_as_inputs(int opset)
    {
        new OperatorCase("Clip", opset).Input(X).Constant(TestTensors.Float(-1)).Constant(TestTensors.Float(6)).Check(Tolerance.Exact, Expected(-1, 6));
        new OperatorCase("Clip", opset).Input(X).Omitted().Constant(TestTensors.Float(6)).Check(Tolerance.Exact, Expected(double.NegativeInfinity, 6));
        new OperatorCase("Clip", opset).Input(X).Constant(TestTensors.Float(0)).Check(Tolerance.Exact, Expected(0, double.PositiveInfinity));
        new OperatorCase("Clip", opset).Input(X).Check(Tolerance.Exact, NdArray.Of(X));
    }

    [Fact]
    public void Bounds_given_at_run_time()
    {
        new OperatorCase("Clip", 13).Input(X).Input(TestTensors.Float(-2)).Check(Tolerance.Exact, Expected(-2, double.PositiveInfinity));
        new OperatorCase("Clip", 13).Input(X).Input(TestTensors.Float(-2)).Input(TestTensors.Float(3)).Check(Tolerance.Exact, Expected(-2, 3));
        new OperatorCase("Clip", 13).Input(X).Omitted().Input(TestTensors.Float(3)).Check(Tolerance.Exact, Expected(double.NegativeInfinity, 3));
    }

    [Fact]
    public void A_minimum_above_the_maximum_gives_the_maximum() =>
        new OperatorCase("Clip", 13).Input(X).Constant(TestTensors.Float(5)).Constant(TestTensors.Float(2))
            .Check(Tolerance.Exact, NdArray.Of(X).Select(_ => 2));

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(33)]
    public void Every_length(int length)
    {
        Tensor x = new TensorRandom(length).Floats(new Shape(length), -9, 9);
        new OperatorCase("Clip", 13).Input(x).Constant(TestTensors.Float(0)).Constant(TestTensors.Float(6))
            .Check(Tolerance.Exact, NdArray.Of(x).Select(v => Math.Clamp(v, 0, 6)));
    }

    [Fact]
    public void Integers()
    {
        Tensor x = new TensorRandom(3).Integers(ElementType.Int64, new Shape(33), -50, 50);
        new OperatorCase("Clip", 12).Input(x).Constant(TestTensors.Int64(-7)).Constant(TestTensors.Int64(9))
            .Check(Tolerance.Exact, NdArray.Of(x).Select(v => Math.Clamp(v, -7, 9)));
    }

    private static NdArray Expected(double low, double high) => NdArray.Of(X).Select(v => Math.Min(high, Math.Max(low, v)));
}
