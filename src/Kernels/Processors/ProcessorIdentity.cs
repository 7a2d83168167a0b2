using System.Runtime.InteropServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Processors;

/// <summary>Who made a processor, and which one it is.</summary>
/// <param name="Vendor">CPUID's twelve letters, such as <c>AuthenticAMD</c>; empty for a processor without CPUID.</param>
/// <param name="Family">The family, the extended one added; 0 if there is none.</param>
/// <param name="Model">The model, the extended one before it; 0 if there is none.</param>
internal readonly record struct ProcessorIdentity(string Vendor, int Family, int Model)
{
    public const string Amd = "AuthenticAMD";
    public const string Intel = "GenuineIntel";

    private const uint BaseFamily = 15;

    /// <summary>Reads leaf 0, the vendor, and leaf 1, the signature.</summary>
    public static ProcessorIdentity Read(CpuIdReader cpuId)
    {
        if (cpuId(0, 0) is not { } vendor || cpuId(1, 0) is not { } signature)
            return new ProcessorIdentity(string.Empty, 0, 0);
        ReadOnlySpan<uint> letters = [vendor.Ebx, vendor.Edx, vendor.Ecx];
        uint family = (signature.Eax >> 8) & 15;
        uint model = (signature.Eax >> 4) & 15;
        // The extended model counts for Intel's family 6 too, and for all families of AMD that are in use.
        if (family is 6 or BaseFamily)
            model += (signature.Eax >> 16 & 15) << 4;
        if (family == BaseFamily)
            family += signature.Eax >> 20 & 255;
        return new ProcessorIdentity(System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes(letters)), (int)family, (int)model);
    }

    public override string ToString() => Vendor.Length == 0 ? "not x86" : $"{Vendor} family {Family} model {Model}";
}
