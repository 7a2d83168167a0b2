namespace Fovea.Inference.Tests.Operators;

public sealed class BitwiseXorTests : BitwiseTests
{
    private protected override string Name => "BitwiseXor";

    private protected override long Function(long x, long y) => x ^ y;
}
