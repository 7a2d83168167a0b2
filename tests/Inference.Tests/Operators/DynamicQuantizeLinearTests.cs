using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class DynamicQuantizeLinearTests
{
    private readonly TensorRandom _random = new(45);

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0.5f, 3)]
    [InlineData(-4, -1)]
    [InlineData(-1000, 1e-3f)]
    public void Any_range(float low, float high)
    {
        foreach (Shape shape in new[] { new Shape(1), new Shape(3, 17), new Shape(2, 5, 7, 9), new Shape(4099) })
            Check(_random.Floats(shape, low, high));
    }

    [Fact]
    public void Zeros_have_the_scale_1() => Check(new Tensor(ElementType.Float32, new Shape(3)));

    [Fact]
    public void Nothing_has_the_scale_1()
    {
        byte[] model = Model(new Shape(0, 3));
        Tensor[] found = TestEngines.Best.Run(model, [new Tensor(ElementType.Float32, new Shape(0, 3))]);
        Assert.Equal([1.0], found[1].ToDoubles());
        Assert.Equal([0.0], found[2].ToDoubles());
    }

    [Fact]
    public void What_is_no_number_crashes_nothing()
    {
        Tensor x = TestTensors.Floats(1, float.NaN, float.PositiveInfinity, -3, float.NegativeInfinity, 1, 1, 1, 1);
        foreach (InstructionSet instructionSet in InstructionSets.Available)
            Assert.Equal(3, TestEngines.Get(instructionSet).Run(Model(x.Shape), [x]).Length);
    }

    [Fact]
    public void Images_in_the_order_of_the_layer_before()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 2, 3, 9, 7).Initializer("w", _random.Floats(5, 3, 1, 1))
            .Node("Conv", ["x", "w"], ["a"]).Node("DynamicQuantizeLinear", ["a"], ["q", "s", "z"])
            .Node("DequantizeLinear", ["q", "s", "z"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3, 9, 7)], new Tolerance("one step", 1.01 / 255));
    }

    private static byte[] Model(Shape shape) => new OnnxModelBuilder(13).Input("x", [.. shape.Select(d => (Dimension)d)])
        .Node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"]).Output("q", ElementType.UInt8).Output("s").Output("z", ElementType.UInt8)
        .Build();

    private static void Check(Tensor x) => new OperatorCase("DynamicQuantizeLinear", 11).Input(x)
        .Outputs(ElementType.UInt8, ElementType.Float32, ElementType.UInt8).Check(Tolerance.Exact);
}
