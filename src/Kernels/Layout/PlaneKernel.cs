using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Layout;

/// <summary>Moves elements between planes and pixels: the channel shuffle of ShuffleNet, in both directions.</summary>
internal static unsafe class PlaneKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>The move of a number of planes; null if there is none for it.</summary>
    /// <param name="planes">The planes, which are the elements of a pixel.</param>
    /// <param name="toPixels">Whether planes are read and pixels written; else it is the inverse.</param>
    public static delegate*<in PlaneArguments, void> For(long planes, bool toPixels) => (planes, toPixels) switch
    {
        (2, true) => &Run<ZipTwo<TSimd, TVec>>,
        (2, false) => &Run<UnzipTwo<TSimd, TVec>>,
        (4, true) => &Run<ZipFour<TSimd, TVec>>,
        (4, false) => &Run<UnzipFour<TSimd, TVec>>,
        _ => null,
    };

    // Where the planes end between two vectors, the last vector overlaps the one before: the elements are moved twice.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Run<TOperation>(in PlaneArguments t) where TOperation : struct, IPlaneOperation
    {
        int lanes = TSimd.Lanes;
        float* planes = t.Planes, pixels = t.Pixels;
        long plane = t.Plane, last = t.Count - lanes;
        for (long group = 0; group < t.Groups; group++, planes += t.PlaneGroup, pixels += t.PixelGroup)
        {
            for (long i = 0; i < last; i += lanes)
                TOperation.Move(planes + i, plane, pixels + (i * TOperation.Planes));
            TOperation.Move(planes + last, plane, pixels + (last * TOperation.Planes));
        }
    }
}
