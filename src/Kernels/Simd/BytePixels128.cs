using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Fovea.Kernels.Simd;

/// <summary>Four planes of bytes as pixels of one word, sixteen pixels at a time.</summary>
internal static unsafe class BytePixels128
{
    /// <summary>The pixels of a step.</summary>
    public const int Pixels = 16;

    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>Writes sixteen pixels: pairs of planes become words of 16 bits, pairs of those become pixels.</summary>
    /// <param name="first">Sixteen bytes of the first plane; likewise the others.</param>
    /// <param name="second">Of the second.</param>
    /// <param name="third">Of the third.</param>
    /// <param name="fourth">Of the fourth.</param>
    /// <param name="mask">The bits of a pixel that are kept.</param>
    /// <param name="pixels">The words.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Zip(byte* first, byte* second, byte* third, byte* fourth, uint mask, uint* pixels)
    {
        Vector128<byte> used = Vector128.Create(mask).AsByte();
        Vector128<byte> a = Vector128.Load(first), b = Vector128.Load(second), c = Vector128.Load(third), d = Vector128.Load(fourth);
        Vector128<ushort> lowFirst = Low(a, b).AsUInt16(), lowSecond = Low(c, d).AsUInt16();
        Vector128<ushort> highFirst = High(a, b).AsUInt16(), highSecond = High(c, d).AsUInt16();
        (Low(lowFirst, lowSecond).AsByte() & used).Store((byte*)pixels);
        (High(lowFirst, lowSecond).AsByte() & used).Store((byte*)(pixels + 4));
        (Low(highFirst, highSecond).AsByte() & used).Store((byte*)(pixels + 8));
        (High(highFirst, highSecond).AsByte() & used).Store((byte*)(pixels + 12));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Low(Vector128<byte> a, Vector128<byte> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> High(Vector128<byte> a, Vector128<byte> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Low(Vector128<ushort> a, Vector128<ushort> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> High(Vector128<ushort> a, Vector128<ushort> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
