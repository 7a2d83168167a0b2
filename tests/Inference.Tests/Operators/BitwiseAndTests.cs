namespace Fovea.Inference.Tests.Operators;

public sealed class BitwiseAndTests : BitwiseTests
{
    private protected override string Name => "BitwiseAnd";

    private protected override long Function(long x, long y) => x & y;
}
