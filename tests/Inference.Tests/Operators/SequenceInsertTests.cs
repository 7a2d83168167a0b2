using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SequenceInsertTests
{
    private readonly TensorRandom _random = new(9);

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void At_a_position_or_at_the_end(int? position)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", 2, 1).Input("z", 2, 3)
            .Node("SequenceConstruct", ["x", "z"], ["s"]).Node("Neg", "x", "n");
        if (position is { } given)
            builder.Initializer("p", TestTensors.Int64(given));
        builder.Node("SequenceInsert", position is null ? ["s", "n"] : ["s", "n", "p"], ["t"])
            .Node("ConcatFromSequence", ["t"], ["y"], ("axis", 1)).Output("y");
        ModelCheck.AgreesWithOnnxRuntime(builder.Build(), [_random.Floats(2, 1), _random.Floats(2, 3)], Tolerance.Exact);
    }
}
