using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ConstantTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(13)]
    public void A_tensor(int opset)
    {
        Tensor value = new TensorRandom(1).Floats(17, 1, 1);
        byte[] model = new OnnxModelBuilder(opset)
            .Input("x", 2, 17, 7, 3)
            .Node("Constant", [], ["c"], ("value", value)).Node("Add", ["x", "c"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [new TensorRandom(2).Floats(2, 17, 7, 3)], Tolerance.Rounding);
    }

    [Fact]
    public void Numbers_and_lists_from_opset_12()
    {
        byte[] model = new OnnxModelBuilder(12)
            .Input("x", 3)
            .Node("Constant", [], ["a"], ("value_float", 2.5f))
            .Node("Constant", [], ["b"], ("value_floats", new[] { 1f, -2f, 3f }))
            .Node("Constant", [], ["c"], ("value_int", 4L))
            .Node("Constant", [], ["d"], ("value_ints", new[] { 1L, 3L }))
            .Node("Mul", ["x", "a"], ["xa"]).Node("Add", ["xa", "b"], ["y"]).Node("Reshape", ["y", "d"], ["z"]).Node("Identity", "c", "w")
            .Output("z").Output("w", ElementType.Int64).Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [TestTensors.Floats(1, 2, 3)], Tolerance.Rounding);
    }

    [Fact]
    public void A_constant_may_be_an_output()
    {
        byte[] model = new OnnxModelBuilder()
            .Input("x", 1)
            .Node("Constant", [], ["c"], ("value", TestTensors.Int64s(3, 1, 4))).Node("Identity", "x", "y")
            .Output("c", ElementType.Int64).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [TestTensors.Floats(7)], Tolerance.Exact);
    }
}
