using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>A square of 4 x 4 elements of 32 bits, held in four vectors of 128 bits.</summary>
internal static unsafe class Square128
{
    /// <summary>The elements of one side.</summary>
    public const int Side = 4;

    /// <summary>Whether the processor interleaves vectors.</summary>
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>
    /// Transposes a square: element [r, c] is read at <c>source[r + c * from]</c> and written to <c>target[r * to + c]</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(uint* source, long from, uint* target, long to)
    {
        // a0 b0 a1 b1 and c0 d0 c1 d1: rows 0 and 1 are their lower and upper pairs. The same of the upper halves for rows 2 and 3.
        Vector128<ulong> ab = Zip(source, from, out Vector128<ulong> highAb);
        Vector128<ulong> cd = Zip(source + (2 * from), from, out Vector128<ulong> highCd);
        Low(ab, cd).AsUInt32().Store(target);
        High(ab, cd).AsUInt32().Store(target + to);
        Low(highAb, highCd).AsUInt32().Store(target + (2 * to));
        High(highAb, highCd).AsUInt32().Store(target + (3 * to));
    }

    // The elements of two columns in turn, as pairs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Zip(uint* source, long from, out Vector128<ulong> high)
    {
        Vector128<float> low = Simd128.Zip(Simd128.Load((float*)source), Simd128.Load((float*)(source + from)), out Vector128<float> upper);
        high = upper.AsUInt64();
        return low.AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Low(Vector128<ulong> a, Vector128<ulong> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> High(Vector128<ulong> a, Vector128<ulong> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
