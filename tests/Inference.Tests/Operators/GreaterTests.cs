namespace Fovea.Inference.Tests.Operators;

public sealed class GreaterTests : ComparisonTests
{
    private protected override string Name => "Greater";

    private protected override bool Holds(double x, double y) => x > y;

    [Fact]
    public void Broadcasting_from_an_axis_on() => CheckAxis(ElementType.Float32);
}
