using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>
/// Bytes to bytes. Sums are exact in floats as long as they are below 2^24: products of bytes are below 2^16, so that there is room for 250
/// taps and a bias.
/// </summary>
/// <typeparam name="TSimd">The operations of the vector.</typeparam>
/// <typeparam name="TVec">The vector.</typeparam>
/// <typeparam name="T">byte or sbyte.</typeparam>
internal readonly unsafe struct ByteFormat<TSimd, TVec, T> : IDepthwiseFormat<TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
    where T : unmanaged
{
    public static int ElementBytes => 1;

    public static int ResultBytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Zero(in DepthwiseLine line) => TSimd.Broadcast(line.InputZero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Load(byte* source, TVec zero) => TSimd.Subtract(ByteVectors<TSimd, TVec, T>.Load(source), zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec LoadTail(byte* source, TVec zero, int count) =>
        TSimd.Subtract(ByteVectors<TSimd, TVec, T>.LoadTail(source, count), zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in DepthwiseLine line, int channel, nint pixel, TVec sums, TVec min, TVec max) =>
        TSimd.StoreRounded(
            line.Output + channel + (pixel * line.OutputPixelStride), Scaled(in line, channel, sums, min, max), line.OutputZero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(in DepthwiseLine line, int channel, nint pixel, TVec sums, TVec min, TVec max, int count) =>
        ByteVectors<TSimd, TVec, T>.StoreTail(
            line.Output + channel + (pixel * line.OutputPixelStride), Scaled(in line, channel, sums, min, max), line.OutputZero, count);

    // The sum of the integers is rounded once, as it is where integers of 32 bits become floats. Rows are padded to whole vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Scaled(in DepthwiseLine line, int channel, TVec sums, TVec min, TVec max)
    {
        if (line.HighBias != null)
            sums = TSimd.Add(sums, TSimd.Load(line.HighBias + channel));
        return SimdMath<TSimd, TVec>.Clamp(TSimd.Multiply(sums, TSimd.Load(line.Scales + channel)), min, max);
    }
}
