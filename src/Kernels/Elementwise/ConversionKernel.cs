using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>
/// Numbers of one type to doubles or 64-bit integers, and back: a conversion between any two types is one after the other. A double holds
/// every element but 64-bit integers exactly; those go by way of integers.
/// </summary>
internal static unsafe class ConversionKernel<T>
    where T : unmanaged, INumber<T>
{
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void ToReal(void* source, double* target, int count)
    {
        for (int i = 0; i < count; i++)
            target[i] = double.CreateTruncating(((T*)source)[i]);
    }

    /// <summary>Cuts towards zero for integers (<see cref="RealConversion"/>).</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void FromReal(double* source, void* target, int count)
    {
        for (int i = 0; i < count; i++)
            ((T*)target)[i] = typeof(T) == typeof(Half) ? (T)(object)(Half)(float)source[i] : RealConversion.To<T>(source[i]);
    }

    /// <summary>For integers: unsigned ones of 64 bits as the same bits.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void ToInteger(void* source, long* target, int count)
    {
        for (int i = 0; i < count; i++)
            target[i] = long.CreateTruncating(((T*)source)[i]);
    }

    /// <summary>Integers keep their low bits.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void FromInteger(long* source, void* target, int count)
    {
        for (int i = 0; i < count; i++)
            ((T*)target)[i] = typeof(T) == typeof(Half) ? (T)(object)(Half)(float)source[i] : T.CreateTruncating(source[i]);
    }
}
