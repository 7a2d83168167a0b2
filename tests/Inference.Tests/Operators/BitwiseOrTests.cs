namespace Fovea.Inference.Tests.Operators;

public sealed class BitwiseOrTests : BitwiseTests
{
    private protected override string Name => "BitwiseOr";

    private protected override long Function(long x, long y) => x | y;
}
