namespace Fovea.Inference.Tests.Operators;

public sealed class EqualTests : ComparisonTests
{
    private protected override string Name => "Equal";

    private protected override int TypesOpset => 19;

    private protected override int End => 2;

    private protected override bool Holds(double x, double y) => x == y;

    [Fact]
    public void Booleans() => Every_type(ElementType.Bool);

    [Fact]
    public void Broadcasting_from_an_axis_on() => CheckAxis(ElementType.Int32);
}
