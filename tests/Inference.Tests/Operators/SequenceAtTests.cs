using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SequenceAtTests
{
    private readonly TensorRandom _random = new(9);

    [Fact]
    public void A_computed_position_cuts_the_plan()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 2, 3).Input("z", 4).Input("i", ElementType.Int64)
            .Node("Neg", "x", "n").Node("SequenceConstruct", ["n", "z"], ["s"]).Node("SequenceAt", ["s", "i"], ["a"])
            .Node("Relu", "a", "y").Output("y").Build();
        foreach (int i in new[] { 0, 1, -1 })
        {
            ModelCheck.AgreesWithOnnxRuntime(model, [_random.Floats(2, 3), _random.Floats(4), TestTensors.Int64(i)], Tolerance.Exact);
        }

        RefusedModel.With(
            () => TestEngines.Best.Run(model, [_random.Floats(2, 3), _random.Floats(4), TestTensors.Int64(2)]),
            "position 2 does not exist");
    }
}
