namespace Fovea.Inference.Tests.Operators;

public sealed class ArgMaxTests : ArgTests
{
    private protected override string Name => "ArgMax";

    private protected override bool Largest => true;
}
