using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SequenceLengthTests
{
    private readonly TensorRandom _random = new(9);

    [Fact]
    public void An_output_that_it_does_not_have_is_refused()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 3).Node("SplitToSequence", ["x"], ["s"])
            .Node("SequenceLength", ["s"], ["n", "more"]).Output("more", ElementType.Int64).Build();
        var error = Assert.Throws<UnsupportedModelException>(() => TestEngines.Best.Run(model, [_random.Floats(2, 3)]));
        Assert.Contains("'more' is used", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_a_constant_of_the_plan()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 3).Node("SplitToSequence", ["x"], ["s"])
            .Node("SequenceLength", ["s"], ["n"]).Node("ConstantOfShape", ["shape"], ["c"]).Node("Add", ["x", "c"], ["y"])
            .Initializer("axes", TestTensors.Int64s(0)).Initializer("three", TestTensors.Int64s(3))
            .Node("Unsqueeze", ["n", "axes"], ["rows"]).Node("Concat", ["rows", "three"], ["shape"], ("axis", 0))
            .Output("y").Output("n", ElementType.Int64).Build();
        foreach (int rows in new[] { 1, 5 })
            ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(rows, 3)], Tolerance.Exact);
    }
}
