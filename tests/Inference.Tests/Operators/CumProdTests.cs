namespace Fovea.Inference.Tests.Operators;

public sealed class CumProdTests : CumulativeTests
{
    private protected override string Name => "CumProd";

    private protected override long Opset => 26;

    private protected override bool Product => true;
}
