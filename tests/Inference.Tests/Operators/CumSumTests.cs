namespace Fovea.Inference.Tests.Operators;

public sealed class CumSumTests : CumulativeTests
{
    private protected override string Name => "CumSum";

    private protected override long Opset => 14;

    private protected override bool Product => false;
}
