namespace Fovea.Inference.Tests.Operators;

public sealed class GreaterOrEqualTests : ComparisonTests
{
    private protected override string Name => "GreaterOrEqual";

    private protected override int Opset => 16;

    private protected override bool Holds(double x, double y) => x >= y;
}
