using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Reductions;

/// <summary>
/// Reductions of rows of a type without a vector kernel, one element at a time. Integers wrap around; a function that integers do not
/// have (a root, a logarithm) is computed in double precision and rounded towards zero into the type's range.
/// </summary>
internal static unsafe class ScalarReductionKernel<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>y[row] = reduction of x[row, 0..columns). A row without elements gives the function's neutral element.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Rows(ReductionKind kind, in ReductionArguments t)
    {
        for (long row = 0; row < t.Rows; row++)
            ((T*)t.Y)[row] = Row(kind, (T*)t.X + (row * t.XRow), t.Columns);
    }

    private static T Row(ReductionKind kind, T* x, long count) => kind switch
    {
        ReductionKind.Sum => Sum(x, count),
        ReductionKind.Mean => Mean(x, count),
        ReductionKind.Max => Extreme(x, count, largest: true),
        ReductionKind.Min => Extreme(x, count, largest: false),
        ReductionKind.Prod => Product(x, count),
        ReductionKind.L1 => Magnitudes(x, count),
        ReductionKind.SumSquare => Squares(x, count),
        ReductionKind.L2 => FromDouble(Math.Sqrt(double.CreateTruncating(Squares(x, count)))),
        ReductionKind.LogSum => FromDouble(Math.Log(double.CreateTruncating(Sum(x, count)))),
        _ => FromDouble(LogOfExponentials(x, count)),
    };

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static T Sum(T* x, long count)
    {
        T sum = T.Zero;
        for (long i = 0; i < count; i++)
            sum = unchecked(sum + x[i]);
        return sum;
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static T Mean(T* x, long count)
    {
        // Integers are summed in 128 bits, where no sum that fits into memory overflows.
        if (typeof(T) == typeof(double))
            return Sum(x, count) / T.CreateTruncating(count);
        if (count == 0)
            return T.Zero;
        Int128 sum = 0;
        for (long i = 0; i < count; i++)
            sum += Int128.CreateTruncating(x[i]);
        return T.CreateTruncating(sum / count);
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static T Extreme(T* x, long count, bool largest)
    {
        // The lowest integer stands for the negative infinity that integers lack, and the highest for the positive one.
        T best = FromDouble(largest ? double.NegativeInfinity : double.PositiveInfinity);
        for (long i = 0; i < count; i++)
            best = largest ? T.Max(best, x[i]) : T.Min(best, x[i]);
        return best;
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static T Product(T* x, long count)
    {
        T product = T.One;
        for (long i = 0; i < count; i++)
            product = unchecked(product * x[i]);
        return product;
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static T Magnitudes(T* x, long count)
    {
        // The magnitude of the lowest integer wraps around to itself, where T.Abs would throw.
        T sum = T.Zero;
        for (long i = 0; i < count; i++)
            sum = unchecked(sum + (T.IsNegative(x[i]) ? T.Zero - x[i] : x[i]));
        return sum;
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static T Squares(T* x, long count)
    {
        T sum = T.Zero;
        for (long i = 0; i < count; i++)
            sum = unchecked(sum + (x[i] * x[i]));
        return sum;
    }

    // The largest element is taken out of the sum, so that no exponential overflows. An infinite one is left in: infinity minus infinity
    // is no number.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static double LogOfExponentials(T* x, long count)
    {
        double max = double.NegativeInfinity;
        for (long i = 0; i < count; i++)
            max = Math.Max(max, double.CreateTruncating(x[i]));
        double shift = double.IsFinite(max) ? max : 0;
        double sum = 0;
        for (long i = 0; i < count; i++)
            sum += Math.Exp(double.CreateTruncating(x[i]) - shift);
        return Math.Log(sum) + shift;
    }

    private static T FromDouble(double value) => T.CreateSaturating(value);
}
