using Fovea.Inference.Steps;
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
    public void Every_instruction_set_has_the_same_kernels()
    {
        string[] expected = Entries(KernelSet.For(null));
        Assert.All(KernelSet.Available, set => Assert.Equal(expected, Entries(KernelSet.For(set))));
        // What only integers have, and the products of all but float32.
        string[] others =
        [
            nameof(KernelFamily.Bits), nameof(KernelFamily.ToInteger), nameof(KernelFamily.Product), nameof(KernelFamily.Quantize),
            nameof(KernelFamily.Requantize), nameof(KernelFamily.Dequantize), nameof(KernelFamily.IntegerConvolution),
            nameof(KernelFamily.QuantizedAveragePool), nameof(KernelFamily.QuantizedBinary), nameof(KernelFamily.Lookup),
            nameof(KernelFamily.DepthwiseToFloat),
        ];
        string[] kernels = [.. typeof(KernelFamily).GetProperties().Select(kernel => kernel.Name).Except(others)];
        Assert.Equal(
            kernels, expected.Where(entry => entry.StartsWith("Float32.", StringComparison.Ordinal))
                .Select(entry => entry["Float32.".Length..]));
    }

    [Fact]
    public void Every_element_type_has_its_family()
    {
        KernelSet kernels = KernelSet.For(null);
        Assert.All(
            Enum.GetValues<ElementType>(),
            type => Assert.Same(typeof(KernelSet).GetProperty($"{type}")!.GetValue(kernels), kernels.Of(type)));
    }

    // "Int8.Binary" for each entry of the table that is filled.
    private static string[] Entries(KernelSet set) =>
    [
        .. from family in typeof(KernelSet).GetProperties()
           where family.PropertyType == typeof(KernelFamily)
           from kernel in typeof(KernelFamily).GetProperties()
           where kernel.GetValue(family.GetValue(set)) is IntPtr pointer && pointer != 0
           select $"{family.Name}.{kernel.Name}",
    ];

    [Fact]
    public void Scalar_kernels_run_everywhere() => Assert.Contains(InstructionSet.Scalar, KernelSet.Available);
}
