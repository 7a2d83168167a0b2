namespace Fovea.Inference.Tests.Operators;

public sealed class MaxTests : ExtremeTests
{
    private protected override string Name => "Max";

    private protected override double Function(double x, double y) => Math.Max(x, y);
}
