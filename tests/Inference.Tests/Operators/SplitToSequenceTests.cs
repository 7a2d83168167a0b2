using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SplitToSequenceTests
{
    private readonly TensorRandom _random = new(9);

    [Theory]
    [InlineData(null, 1)]
    [InlineData(null, 0)]
    [InlineData(2, 1)]
    [InlineData(7, 1)]
    public void Into_single_ones_or_parts_of_one_length(int? length, int keep)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", 2, 5).Initializer("first", TestTensors.Int64(0))
            .Initializer("last", TestTensors.Int64(-1));
        if (length is { } given)
            builder.Initializer("n", TestTensors.Int64(given));
        builder.Node("SplitToSequence", length is null ? ["x"] : ["x", "n"], ["s"], ("axis", 1), ("keepdims", keep))
            .Node("SequenceAt", ["s", "first"], ["a"]).Node("SequenceAt", ["s", "last"], ["b"]).Output("a").Output("b");
        ModelCheck.AgreesWithOnnxRuntime(builder.Build(), [_random.Floats(2, 5)], Tolerance.Exact);
    }

    [Fact]
    public void Into_parts_of_computed_lengths()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 5, 2).Input("n", ElementType.Int64, 3).Initializer("two", TestTensors.Int64(2))
            .Node("SplitToSequence", ["x", "n"], ["s"]).Node("SequenceAt", ["s", "two"], ["y"]).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(5, 2), TestTensors.Int64s(1, 0, 4)], Tolerance.Exact);
    }

    [Fact]
    public void Into_very_many_parts_is_refused()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 1L << 40).Initializer("two", TestTensors.Int64(2))
            .Node("SplitToSequence", ["x"], ["s"]).Node("SequenceAt", ["s", "two"], ["y"]).Output("y").Build();
        RefusedModel.With(() => TestEngines.Best.Load(model, "many.onnx"), "parts; at most");
    }
}
