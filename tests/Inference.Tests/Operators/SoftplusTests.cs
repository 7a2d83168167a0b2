using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SoftplusTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Softplus", x => Math.Log(1 + Math.Exp(x)), -15, 9, Tolerance.UnitFunction).Check(opset);

    [Theory]
    [InlineData("Softplus")]
    [InlineData("Sigmoid")]
    public void Nothing_is_left_for_a_product_with_a_huge_number(string operation)
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 4).Node(operation, "x", "s").Node("Mul", ["s", "x"], ["y"]).Output("y").Build();
        Tensor x = TestTensors.Floats(float.NegativeInfinity, float.MinValue, -1e30f, -100);
        ModelCheck.Agrees(model, [x], [TestTensors.Floats(float.NaN, 0, 0, 0)], new Tolerance("absolute", 1e-30, 1));
    }
}
