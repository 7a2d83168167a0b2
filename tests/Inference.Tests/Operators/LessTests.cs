namespace Fovea.Inference.Tests.Operators;

public sealed class LessTests : ComparisonTests
{
    private protected override string Name => "Less";

    private protected override bool Holds(double x, double y) => x < y;

    [Fact]
    public void Broadcasting_from_an_axis_on() => CheckAxis(ElementType.Float32);
}
