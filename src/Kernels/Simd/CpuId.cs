using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>The registers that the instruction CPUID returns.</summary>
internal readonly record struct CpuIdRegisters(uint Eax, uint Ebx, uint Ecx, uint Edx);

/// <summary>Answers CPUID for a leaf and a sub-leaf; null where the processor has no such instruction.</summary>
internal delegate CpuIdRegisters? CpuIdReader(uint leaf, uint subleaf);

/// <summary>What an x86 processor says of itself (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A).</summary>
internal static class CpuId
{
    /// <summary>Executes CPUID; null on other processors.</summary>
    public static CpuIdRegisters? Read(uint leaf, uint subleaf)
    {
        if (!X86Base.IsSupported)
            return null;
        (int eax, int ebx, int ecx, int edx) = X86Base.CpuId((int)leaf, (int)subleaf);
        return new CpuIdRegisters((uint)eax, (uint)ebx, (uint)ecx, (uint)edx);
    }
}
