using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SequenceEmptyTests
{
    [Fact]
    public void It_has_no_elements()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 4).Node("SequenceEmpty", [], ["s"]).Node("SequenceLength", ["s"], ["n"])
            .Node("Cast", "n", "f", ("to", 1)).Node("Add", ["x", "f"], ["y"]).Output("y").Output("n", ElementType.Int64).Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [TestTensors.Floats(1, 2, 3, 4)], Tolerance.Exact);
    }

    [Fact]
    public void Nothing_can_be_taken_from_it()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 4).Initializer("zero", TestTensors.Int64(0)).Node("SequenceEmpty", [], ["s"])
            .Node("SequenceAt", ["s", "zero"], ["y"]).Output("y").Build();
        RefusedModel.With(() => TestEngines.Best.Load(model, "empty.onnx"), "the sequence has 0");
    }
}
