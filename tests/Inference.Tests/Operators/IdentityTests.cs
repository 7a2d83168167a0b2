using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class IdentityTests
{
    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Bool)]
    public void Copies(ElementType type)
    {
        Tensor x = new TensorRandom(1).Any(type, new Shape(2, 17, 3), 0, 2);
        new OperatorCase("Identity", 7).Input(x).Check(Tolerance.Exact, NdArray.Of(x));
    }

    [Fact]
    public void Chains_between_layers_vanish_without_a_trace_in_the_result()
    {
        var random = new TensorRandom(2);
        byte[] model = new OnnxModelBuilder()
            .Input("x", 1, 5, 7, 7).Initializer("w", random.Floats(17, 5, 3, 3))
            .Node("Identity", "x", "a").Node("Identity", "w", "v")
            .Node("Conv", ["a", "v"], ["b"]).Node("Identity", "b", "c").Node("Relu", "c", "d").Node("Identity", "d", "y")
            .Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(1, 5, 7, 7)], Tolerance.Accumulated);
    }

    [Fact]
    public void An_input_may_be_an_output()
    {
        byte[] model = new OnnxModelBuilder().Input("x", 2, 5).Node("Relu", "x", "y").Output("y").Output("x").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [new TensorRandom(3).Floats(2, 5)], Tolerance.Exact);
    }
}
