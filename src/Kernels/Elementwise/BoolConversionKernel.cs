using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>Booleans of one byte to numbers and back, as <see cref="ConversionKernel{T}"/>: anything but 0, NaN too, is true.</summary>
internal static unsafe class BoolConversionKernel
{
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void ToReal(void* source, double* target, int count)
    {
        for (int i = 0; i < count; i++)
            target[i] = ((byte*)source)[i] != 0 ? 1 : 0;
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void FromReal(double* source, void* target, int count)
    {
        for (int i = 0; i < count; i++)
            ((bool*)target)[i] = source[i] != 0;
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void ToInteger(void* source, long* target, int count)
    {
        for (int i = 0; i < count; i++)
            target[i] = ((byte*)source)[i] != 0 ? 1 : 0;
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void FromInteger(long* source, void* target, int count)
    {
        for (int i = 0; i < count; i++)
            ((bool*)target)[i] = source[i] != 0;
    }
}
