using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>
/// A function of two elements of a type without a vector kernel, one element at a time; used for computed shapes and indices. Integers wrap
/// around, and their division truncates towards zero; bounds are not applied.
/// </summary>
internal static unsafe class ScalarBinaryKernel<T>
    where T : unmanaged, INumber<T>
{
    /// <exception cref="DivideByZeroException">An integer was divided by zero.</exception>
    /// <exception cref="OverflowException">The smallest integer was divided by -1: the quotient does not fit into the type.</exception>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(BinaryKind kind, in BinaryArguments t)
    {
        for (long row = 0; row < t.Rows; row++)
        {
            T* a = (T*)t.A + (row * t.ARow);
            T* b = (T*)t.B + (row * t.BRow);
            T* y = (T*)t.Y + (row * t.YRow);
            for (long i = 0; i < t.Columns; i++)
                y[i] = Apply(kind, a[i * t.AColumn], b[i * t.BColumn]);
        }
    }

    private static T Apply(BinaryKind kind, T a, T b) => kind switch
    {
        BinaryKind.Add => unchecked(a + b),
        BinaryKind.Sub => unchecked(a - b),
        BinaryKind.Mul => unchecked(a * b),
        BinaryKind.Div => a / b,
        BinaryKind.Min => T.Min(a, b),
        BinaryKind.Max => T.Max(a, b),
        BinaryKind.Pow => T.CreateSaturating(Math.Pow(double.CreateChecked(a), double.CreateChecked(b))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"No such function of {typeof(T).Name}."),
    };
}
