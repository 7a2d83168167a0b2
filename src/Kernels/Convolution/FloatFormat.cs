using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Convolution;

/// <summary>Floats, to which a residual may be added.</summary>
internal readonly unsafe struct FloatFormat<TSimd, TVec> : IDepthwiseFormat<TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static int ElementBytes => sizeof(float);

    public static int ResultBytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Zero(in DepthwiseLine line) => TSimd.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Load(byte* source, TVec zero) => TSimd.Load((float*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec LoadTail(byte* source, TVec zero, int count) => TSimd.LoadTail((float*)source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in DepthwiseLine line, int channel, nint pixel, TVec sums, TVec min, TVec max)
    {
        if (line.Residual != null)
            sums = TSimd.Add(sums, TSimd.Load(line.Residual + channel + (pixel * line.ResidualPixelStride)));
        TSimd.Store(
            (float*)line.Output + channel + (pixel * line.OutputPixelStride), SimdMath<TSimd, TVec>.Clamp(sums, min, max));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(in DepthwiseLine line, int channel, nint pixel, TVec sums, TVec min, TVec max, int count)
    {
        if (line.Residual != null)
            sums = TSimd.Add(sums, TSimd.LoadTail(line.Residual + channel + (pixel * line.ResidualPixelStride), count));
        TSimd.StoreTail(
            (float*)line.Output + channel + (pixel * line.OutputPixelStride), SimdMath<TSimd, TVec>.Clamp(sums, min, max), count);
    }
}
