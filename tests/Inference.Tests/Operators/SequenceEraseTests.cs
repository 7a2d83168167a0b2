using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SequenceEraseTests
{
    private readonly TensorRandom _random = new(9);

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-2)]
    public void At_a_position_or_at_the_end(int? position)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", 2, 1).Input("z", 2, 3)
            .Node("SequenceConstruct", ["x", "z", "x"], ["s"]);
        if (position is { } given)
            builder.Initializer("p", TestTensors.Int64(given));
        builder.Node("SequenceErase", position is null ? ["s"] : ["s", "p"], ["t"])
            .Node("ConcatFromSequence", ["t"], ["y"], ("axis", 1)).Output("y");
        ModelCheck.AgreesWithOnnxRuntime(builder.Build(), [_random.Floats(2, 1), _random.Floats(2, 3)], Tolerance.Exact);
    }
}
