using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>
/// Bytes, read as <see cref="ByteFormat{TSimd, TVec, T}"/> reads them, to floats: a sum, which is exact, times the scale of its channel,
/// which is rounded, plus an offset.
/// </summary>
/// <typeparam name="TSimd">The operations of the vector.</typeparam>
/// <typeparam name="TVec">The vector.</typeparam>
/// <typeparam name="T">byte or sbyte.</typeparam>
internal readonly unsafe struct ByteToFloatFormat<TSimd, TVec, T> : IDepthwiseFormat<TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
    where T : unmanaged
{
    public static int ElementBytes => 1;

    public static int ResultBytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Zero(in DepthwiseLine line) => ByteFormat<TSimd, TVec, T>.Zero(in line);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Load(byte* source, TVec zero) => ByteFormat<TSimd, TVec, T>.Load(source, zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec LoadTail(byte* source, TVec zero, int count) => ByteFormat<TSimd, TVec, T>.LoadTail(source, zero, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in DepthwiseLine line, int channel, nint pixel, TVec sums, TVec min, TVec max) =>
        TSimd.Store(
            (float*)line.Output + channel + (pixel * line.OutputPixelStride), Result(in line, channel, sums, min, max));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(in DepthwiseLine line, int channel, nint pixel, TVec sums, TVec min, TVec max, int count) =>
        TSimd.StoreTail(
            (float*)line.Output + channel + (pixel * line.OutputPixelStride), Result(in line, channel, sums, min, max), count);

    // Rows of scales and offsets are padded to whole vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Result(in DepthwiseLine line, int channel, TVec sums, TVec min, TVec max) => SimdMath<TSimd, TVec>.Clamp(
        TSimd.Add(TSimd.Multiply(sums, TSimd.Load(line.Scales + channel)), TSimd.Load(line.Offsets + channel)), min, max);
}
