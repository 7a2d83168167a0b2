using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Fovea.Inference;

namespace Fovea.Kernels.Simd;

/// <summary>Generic code to instantiate for the vectors of an instruction set, such as the table of kernels.</summary>
internal interface IVectorized
{
    void Instantiate<TSimd, TVec>()
        where TSimd : struct, ISimd<TVec>
        where TVec : struct;
}

/// <summary>The instruction sets of the machine, and the vector type of each.</summary>
internal static class InstructionSets
{
    private static readonly List<InstructionSet> Detected = Detect();

    /// <summary>The instruction sets that this machine runs, best first.</summary>
    public static IReadOnlyList<InstructionSet> Available => Detected;

    /// <summary>Instantiates generic code for the vectors of an instruction set.</summary>
    /// <typeparam name="T">A struct, so that the ahead-of-time compiler knows which code is instantiated for which vectors.</typeparam>
    /// <exception cref="NotSupportedException">The machine does not support it.</exception>
    public static void Instantiate<T>(InstructionSet set, ref T generic) where T : struct, IVectorized
    {
        if (!Detected.Contains(set))
            throw new NotSupportedException($"This machine does not run {set}; it runs {string.Join(", ", Available)}.");
        switch (set)
        {
            case InstructionSet.Vector512: generic.Instantiate<Simd512, Vector512<float>>(); break;
            case InstructionSet.Vector256: generic.Instantiate<Simd256, Vector256<float>>(); break;
            case InstructionSet.Vector128: generic.Instantiate<Simd128, Vector128<float>>(); break;
            default: generic.Instantiate<SimdScalar, float>(); break;
        }
    }

    // 512 bits first: on Zen 4 a 512-bit multiply-add does the work of two 256-bit ones with half the instructions, and there are
    // 32 registers instead of 16. 256 bits need FMA, which every AVX2 processor has.
    private static List<InstructionSet> Detect()
    {
        var sets = new List<InstructionSet>();
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
            sets.Add(InstructionSet.Vector512);
        if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
            sets.Add(InstructionSet.Vector256);
        if (Vector128.IsHardwareAccelerated && (Sse41.IsSupported || AdvSimd.IsSupported))
            sets.Add(InstructionSet.Vector128);
        sets.Add(InstructionSet.Scalar);
        return sets;
    }
}
