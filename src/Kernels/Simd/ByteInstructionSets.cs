using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Fovea.Inference;

namespace Fovea.Kernels.Simd;

/// <summary>Generic code to instantiate for the products of bytes of an instruction set.</summary>
internal interface IByteVectorized
{
    void Instantiate<TSums, TProducts, TSum, TOperand>()
        where TSums : struct, IByteSums<TSum>
        where TProducts : struct, IByteProducts<TSum, TOperand>
        where TSum : struct
        where TOperand : struct;
}

/// <summary>The instructions for products of bytes that the machine has, and the types of each.</summary>
internal static class ByteInstructionSets
{
    /// <summary>Those that this machine runs.</summary>
    public static IReadOnlyList<ByteInstructionSet> Available =>
        Array.FindAll(Enum.GetValues<ByteInstructionSet>(), IsSupported);

    /// <summary>The fastest one of this machine within an instruction set.</summary>
    /// <param name="set">The instruction set.</param>
    /// <param name="wide">
    /// What the processor's description prefers beside 512-bit vectors: <see cref="ByteInstructionSet.Vnni256"/> or
    /// <see cref="ByteInstructionSet.Pairs512"/>. The other one is taken where the machine lacks it.
    /// </param>
    public static ByteInstructionSet Best(InstructionSet set, ByteInstructionSet wide) => Best(set, wide, IsSupported);

    /// <summary>The fastest one within an instruction set, of those that a machine supports.</summary>
    public static ByteInstructionSet Best(InstructionSet set, ByteInstructionSet wide, Predicate<ByteInstructionSet> isSupported)
    {
        ByteInstructionSet[] bestFirst = set switch
        {
            InstructionSet.Vector512 => [wide, ByteInstructionSet.Vnni256, ByteInstructionSet.Pairs512, ByteInstructionSet.Pairs256],
            // Four products and their sums by one instruction, instead of by four.
            InstructionSet.Vector256 => [ByteInstructionSet.Vnni256, ByteInstructionSet.Pairs256],
            InstructionSet.Vector128 => [ByteInstructionSet.Dot128, ByteInstructionSet.Pairs128],
            _ => [],
        };
        int found = Array.FindIndex(bestFirst, isSupported);
        return found < 0 ? ByteInstructionSet.Scalar : bestFirst[found];
    }

    /// <summary>Instantiates generic code.</summary>
    /// <typeparam name="TByte">The bytes of rows: byte or sbyte.</typeparam>
    /// <typeparam name="T">A struct, so that the ahead-of-time compiler knows which code is instantiated.</typeparam>
    public static void Instantiate<TByte, T>(ByteInstructionSet set, ref T generic)
        where TByte : unmanaged
        where T : struct, IByteVectorized
    {
        switch (set)
        {
            case ByteInstructionSet.Vnni256:
                generic.Instantiate<ByteSums256, VnniProducts256<TByte>, Vector256<int>, Vector256<byte>>();
                break;
            case ByteInstructionSet.Pairs512:
                generic.Instantiate<ByteSums512, PairProducts512<TByte>, Vector512<int>, Pairs<Vector512<short>>>();
                break;
            case ByteInstructionSet.Pairs256:
                generic.Instantiate<ByteSums256, PairProducts256<TByte>, Vector256<int>, Pairs<Vector256<short>>>();
                break;
            case ByteInstructionSet.Dot128:
                generic.Instantiate<ByteSums128, DotProducts128<TByte>, Vector128<int>, Vector128<sbyte>>();
                break;
            case ByteInstructionSet.Pairs128:
                generic.Instantiate<ByteSums128, PairProducts128<TByte>, Vector128<int>, Pairs<Vector128<short>>>();
                break;
            default:
                generic.Instantiate<ByteSumsScalar, ScalarProducts<TByte>, int, int>();
                break;
        }
    }

    private static bool IsSupported(ByteInstructionSet set) => set switch
    {
        ByteInstructionSet.Vnni256 => AvxVnni.IsSupported,
        ByteInstructionSet.Pairs512 => Avx512BW.IsSupported,
        ByteInstructionSet.Pairs256 => Avx2.IsSupported,
        ByteInstructionSet.Dot128 => Dp.IsSupported,
        ByteInstructionSet.Pairs128 => Vector128.IsHardwareAccelerated && (Sse41.IsSupported || AdvSimd.IsSupported),
        _ => true,
    };
}
