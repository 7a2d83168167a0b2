using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>bfloat16, as its 16 bits, to numbers and back, as <see cref="ConversionKernel{T}"/>; rounded to the nearest, of two to the even
/// one.</summary>
internal static unsafe class BFloat16ConversionKernel
{
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void ToReal(void* source, double* target, int count)
    {
        for (int i = 0; i < count; i++)
            target[i] = RealConversion.FromBFloat16(((ushort*)source)[i]);
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void FromReal(double* source, void* target, int count)
    {
        for (int i = 0; i < count; i++)
            ((ushort*)target)[i] = RealConversion.ToBFloat16((float)source[i]);
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void FromInteger(long* source, void* target, int count)
    {
        for (int i = 0; i < count; i++)
            ((ushort*)target)[i] = RealConversion.ToBFloat16(source[i]);
    }
}
