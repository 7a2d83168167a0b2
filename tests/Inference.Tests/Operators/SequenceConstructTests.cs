using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SequenceConstructTests
{
    private readonly TensorRandom _random = new(9);

    [Fact]
    public void Elements_may_be_of_any_shape_and_a_sequence_may_be_read_often()
    {
        byte[] model = new OnnxModelBuilder(16).Input("x", 2, 3).Input("z", 4).Initializer("one", TestTensors.Int64(1))
            .Initializer("last", TestTensors.Int64(-2)).Node("Relu", "x", "r")
            .Node("SequenceConstruct", ["r", "z"], ["s"]).Node("Identity", "s", "t")
            .Node("SequenceAt", ["t", "one"], ["a"]).Node("SequenceAt", ["s", "last"], ["b"]).Output("a").Output("b").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3), _random.Floats(4)], Tolerance.Exact);
    }

    [Fact]
    public void A_sequence_that_a_run_would_give_is_refused()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", 4).Node("SequenceConstruct", ["x"], ["y"]);
        RefusedModel.With(
            () => TestEngines.Best.Run(builder.OutputOf("y").Build(), [_random.Floats(4)]), "is a sequence");
        builder.Model.Graph.Output.Clear();
        builder.OutputOf("y", new TypeProto { SequenceType = new TypeProto.Types.Opaque() });
        RefusedModel.With(() => TestEngines.Best.Load(builder.Build(), "sequence.onnx"), "'y' is no tensor");
    }

    [Fact]
    public void Elements_of_different_types_are_refused()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 4).Input("i", ElementType.Int64, 4).Initializer("zero", TestTensors.Int64(0))
            .Node("SequenceConstruct", ["x", "i"], ["s"]).Node("SequenceAt", ["s", "zero"], ["y"]).Output("y").Build();
        RefusedModel.With(() => TestEngines.Best.Load(model, "sequence.onnx"), "expected Float32 like input 0");
    }
}
