namespace Fovea.Inference.Tests.Operators;

public sealed class ArgMinTests : ArgTests
{
    private protected override string Name => "ArgMin";

    private protected override bool Largest => false;
}
