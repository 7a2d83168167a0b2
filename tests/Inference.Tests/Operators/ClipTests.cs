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
        new OperatorCase("Clip", opset)
            .Input(X).Constant(TestTensors.Float(-1)).Constant(TestTensors.Float(6)).Check(Tolerance.Exact, Expected(-1, 6));
        new OperatorCase("Clip", opset)
            .Input(X).Omitted().Constant(TestTensors.Float(6)).Check(Tolerance.Exact, Expected(double.NegativeInfinity, 6));
        new OperatorCase("Clip", opset)
            .Input(X).Constant(TestTensors.Float(0)).Check(Tolerance.Exact, Expected(0, double.PositiveInfinity));
        new OperatorCase("Clip", opset).Input(X).Check(Tolerance.Exact, NdArray.Of(X));
    }

    [Fact]
    public void Bounds_given_at_run_time()
    {
        new OperatorCase("Clip", 13).Input(X).Input(TestTensors.Float(-2)).Check(Tolerance.Exact, Expected(-2, double.PositiveInfinity));
        new OperatorCase("Clip", 13).Input(X).Input(TestTensors.Float(-2))
            .Input(TestTensors.Float(3)).Check(Tolerance.Exact, Expected(-2, 3));
        new OperatorCase("Clip", 13).Input(X).Omitted()
            .Input(TestTensors.Float(3)).Check(Tolerance.Exact, Expected(double.NegativeInfinity, 3));
    }

    [Fact]
    public void A_minimum_above_the_maximum_gives_the_maximum() =>
        new OperatorCase("Clip", 13).Input(X).Constant(TestTensors.Float(5)).Constant(TestTensors.Float(2))
            .Check(Tolerance.Exact, NdArray.Of(X).Select(_ => 2));

    [Theory]
    [InlineData("Conv")]
    [InlineData("Add")]
    [InlineData("MatMul")]
    public void A_minimum_above_the_maximum_gives_the_maximum_after_another_node(string operation)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13)
            .Initializer("w", new TensorRandom(2).Floats(operation == "Conv" ? new Shape(3, 3, 1, 1) : new Shape(3, 3)))
            .Initializer("min", TestTensors.Float(5)).Initializer("max", TestTensors.Float(2));
        Tensor x = new TensorRandom(3).Floats(operation == "Conv" ? new Shape(1, 3, 5, 5) : new Shape(3, 3));
        byte[] model = builder.Input("x", [.. x.Shape.Select(d => (Dimension)d)]).Node(operation, ["x", "w"], ["z"])
            .Node("Clip", ["z", "min", "max"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x], Tolerance.Exact);
        Assert.All(TestEngines.Best.Run(model, [x])[0].Span<float>().ToArray(), v => Assert.Equal(2f, v));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NaN_passes_through(bool computedBounds)
    {
        Tensor x = TestTensors.Floats(float.NaN, -9, 9, 0.5f, float.NaN);
        var operation = new OperatorCase("Clip", 13).Input(x);
        Tensor[] bounds = [TestTensors.Float(-1), TestTensors.Float(1)];
        foreach (Tensor bound in bounds)
            operation = computedBounds ? operation.Input(bound) : operation.Constant(bound);
        foreach (InstructionSet instructionSet in InstructionSets.Available)
        {
            Tensor y = TestEngines.Get(instructionSet)
                .Run(operation.Build(symbolic: false, folded: false), computedBounds ? [x, .. bounds] : [x])[0];
            Assert.Null(SpecialFloats.Difference([float.NaN, -1, 1, 0.5f, float.NaN], y.Span<float>()));
        }
    }

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

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.Float64)]
    public void Every_type(ElementType type)
    {
        Tensor x = new TensorRandom(3).Any(type, new Shape(33), 0, 100);
        Tensor low = new TensorRandom(4).Any(type, Shape.Scalar, 20, 21), high = new TensorRandom(4).Any(type, Shape.Scalar, 60, 61);
        double min = low.ToDoubles()[0], max = high.ToDoubles()[0];
        new OperatorCase("Clip", 13).Input(x).Constant(low).Input(high).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, NdArray.Of(x).Select(v => Math.Clamp(v, min, max)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Doubles_with_bounds_as_attributes(int opset)
    {
        Tensor x = new TensorRandom(3).Doubles(new Shape(33), -9, 9);
        new OperatorCase("Clip", opset).Input(x).Attribute("min", -1f).Attribute("max", 6f).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, NdArray.Of(x).Select(v => Math.Clamp(v, -1, 6)));
    }
}
