namespace Fovea.Inference.Tests.Operators;

public sealed class MinTests : ExtremeTests
{
    private protected override string Name => "Min";

    private protected override double Function(double x, double y) => Math.Min(x, y);
}
