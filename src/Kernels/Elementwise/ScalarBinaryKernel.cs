using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>
/// A function of two elements of a type without a vector kernel, one element at a time. Integers wrap around, and their division truncates
/// towards zero; bounds are not applied.
/// </summary>
internal static unsafe class ScalarBinaryKernel<T>
    where T : unmanaged, INumber<T>
{
    /// <exception cref="DivideByZeroException">An integer was divided by zero.</exception>
    /// <exception cref="OverflowException">The smallest integer was divided by -1: the quotient does not fit into the type.</exception>
    public static void Run(BinaryKind kind, in BinaryArguments t)
    {
        switch (kind)
        {
            case BinaryKind.Add: Run<ScalarAdd<T>>(in t); break;
            case BinaryKind.Sub: Run<ScalarSub<T>>(in t); break;
            case BinaryKind.Mul: Run<ScalarMul<T>>(in t); break;
            case BinaryKind.Div: Run<ScalarDiv<T>>(in t); break;
            case BinaryKind.Min or BinaryKind.Minimum: Run<ScalarMin<T>>(in t); break;
            case BinaryKind.Max or BinaryKind.Maximum: Run<ScalarMax<T>>(in t); break;
            case BinaryKind.Pow: Run<ScalarPow<T>>(in t); break;
            case BinaryKind.PRelu: Run<ScalarPRelu<T>>(in t); break;
            case BinaryKind.ReluGrad: Run<ScalarReluGrad<T>>(in t); break;
            case BinaryKind.Mod: Run<ScalarMod<T>>(in t); break;
            case BinaryKind.Fmod: Run<ScalarFmod<T>>(in t); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, $"No such function of {typeof(T).Name}.");
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Run<TOperation>(in BinaryArguments t) where TOperation : struct, IScalarOperation<T>
    {
        for (long row = 0; row < t.Rows; row++)
        {
            T* a = (T*)t.A + (row * t.ARow);
            T* b = (T*)t.B + (row * t.BRow);
            T* y = (T*)t.Y + (row * t.YRow);
            for (long i = 0; i < t.Columns; i++)
                y[i] = TOperation.Apply(a[i * t.AColumn], b[i * t.BColumn]);
        }
    }
}
