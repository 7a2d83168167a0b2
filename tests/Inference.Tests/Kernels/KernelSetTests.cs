using Fovea.Kernels;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>The runtime's switches leave the widths that they say: the runs under them test what they are meant to test.</summary>
public sealed class KernelSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", InstructionSet.Vector256)]
    [InlineData("DOTNET_EnableAVX2", InstructionSet.Vector128)]
    [InlineData("DOTNET_EnableHWIntrinsic", InstructionSet.Scalar)]
    public void A_switch_takes_the_wider_sets_away(string name, InstructionSet widest)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(name) == "0", $"{name} is not 0.");
        Assert.All(KernelSet.Available, set => Assert.InRange(set, InstructionSet.Scalar, widest));
    }

    [Fact]
    public void Scalar_kernels_run_everywhere() => Assert.Contains(InstructionSet.Scalar, KernelSet.Available);
}
