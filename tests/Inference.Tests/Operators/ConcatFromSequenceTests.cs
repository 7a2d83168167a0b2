using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ConcatFromSequenceTests
{
    private readonly TensorRandom _random = new(9);

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(2, true)]
    [InlineData(-1, true)]
    public void Along_an_axis_or_a_new_one(int axis, bool isNew)
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 2, 3).Input("z", 2, 3).Node("SequenceConstruct", ["x", "z", "x"], ["s"])
            .Node("ConcatFromSequence", ["s"], ["y"], ("axis", axis), ("new_axis", isNew)).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3), _random.Floats(2, 3)], Tolerance.Exact);
    }
}
