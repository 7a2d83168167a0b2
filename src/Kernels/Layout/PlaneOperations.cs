using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Layout;

/// <summary>
/// Moves as many pixels as a vector has lanes; <see cref="PlaneKernel{TSimd, TVec}"/> applies it to planes of any length.
/// </summary>
internal unsafe interface IPlaneOperation
{
    /// <summary>The number of planes, which is the elements of a pixel.</summary>
    static abstract int Planes { get; }

    /// <summary>Moves elements between planes, <paramref name="plane"/> elements apart, and pixels.</summary>
    static abstract void Move(float* planes, long plane, float* pixels);
}

internal readonly unsafe struct ZipTwo<TSimd, TVec> : IPlaneOperation where TSimd : struct, ISimd<TVec> where TVec : struct
{
    public static int Planes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Move(float* planes, long plane, float* pixels)
    {
        TVec low = TSimd.Zip(TSimd.Load(planes), TSimd.Load(planes + plane), out TVec high);
        TSimd.Store(pixels, low);
        TSimd.Store(pixels + TSimd.Lanes, high);
    }
}

internal readonly unsafe struct UnzipTwo<TSimd, TVec> : IPlaneOperation where TSimd : struct, ISimd<TVec> where TVec : struct
{
    public static int Planes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Move(float* planes, long plane, float* pixels)
    {
        TVec even = TSimd.Unzip(TSimd.Load(pixels), TSimd.Load(pixels + TSimd.Lanes), out TVec odd);
        TSimd.Store(planes, even);
        TSimd.Store(planes + plane, odd);
    }
}

internal readonly unsafe struct ZipFour<TSimd, TVec> : IPlaneOperation where TSimd : struct, ISimd<TVec> where TVec : struct
{
    public static int Planes => 4;

    // Of planes a, b, c and d: a0 c0 a1 c1 ... and b0 d0 b1 d1 ... in turn are a0 b0 c0 d0 a1 b1 c1 d1 ...
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Move(float* planes, long plane, float* pixels)
    {
        TVec lowA = TSimd.Zip(TSimd.Load(planes), TSimd.Load(planes + (2 * plane)), out TVec highA);
        TVec lowB = TSimd.Zip(TSimd.Load(planes + plane), TSimd.Load(planes + (3 * plane)), out TVec highB);
        TVec first = TSimd.Zip(lowA, lowB, out TVec second);
        TVec third = TSimd.Zip(highA, highB, out TVec fourth);
        TSimd.Store(pixels, first);
        TSimd.Store(pixels + TSimd.Lanes, second);
        TSimd.Store(pixels + (2 * TSimd.Lanes), third);
        TSimd.Store(pixels + (3 * TSimd.Lanes), fourth);
    }
}

internal readonly unsafe struct UnzipFour<TSimd, TVec> : IPlaneOperation where TSimd : struct, ISimd<TVec> where TVec : struct
{
    public static int Planes => 4;

    // The even elements are those of the first and the third plane in turn, the odd ones those of the second and the fourth.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Move(float* planes, long plane, float* pixels)
    {
        TVec lowA = TSimd.Unzip(TSimd.Load(pixels), TSimd.Load(pixels + TSimd.Lanes), out TVec lowB);
        TVec highA = TSimd.Unzip(
            TSimd.Load(pixels + (2 * TSimd.Lanes)), TSimd.Load(pixels + (3 * TSimd.Lanes)), out TVec highB);
        TVec first = TSimd.Unzip(lowA, highA, out TVec third);
        TVec second = TSimd.Unzip(lowB, highB, out TVec fourth);
        TSimd.Store(planes, first);
        TSimd.Store(planes + plane, second);
        TSimd.Store(planes + (2 * plane), third);
        TSimd.Store(planes + (3 * plane), fourth);
    }
}
