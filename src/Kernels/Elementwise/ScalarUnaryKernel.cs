using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>
/// The functions that integers have: Abs, Neg, Sign, Clip and Shrink. They wrap around: the smallest integer is its own magnitude.
/// </summary>
internal static unsafe class ScalarUnaryKernel<T>
    where T : unmanaged, IBinaryInteger<T>
{
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(UnaryKind kind, in UnaryArguments t)
    {
        T min = T.CreateSaturating(t.Alpha);
        T max = T.CreateSaturating(t.Beta);
        for (long row = 0; row < t.Rows; row++)
        {
            T* x = (T*)t.X + (row * t.XRow);
            T* y = (T*)t.Y + (row * t.YRow);
            switch (kind)
            {
                case UnaryKind.Abs:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = T.IsNegative(x[i]) ? unchecked(T.Zero - x[i]) : x[i];
                    break;
                case UnaryKind.Neg:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = unchecked(T.Zero - x[i]);
                    break;
                case UnaryKind.Sign:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = T.IsZero(x[i]) ? x[i] : T.IsNegative(x[i]) ? unchecked(T.Zero - T.One) : T.One;
                    break;
                case UnaryKind.Clip:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = T.Min(max, T.Max(min, x[i]));
                    break;
                case UnaryKind.Shrink:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = Shrink(x[i], t.Alpha, t.Beta);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(kind), kind, $"No such function of {typeof(T).Name}.");
            }
        }
    }

    // The bounds are no integers; the result is cut towards zero.
    private static T Shrink(T x, double bound, double bias)
    {
        double value = double.CreateTruncating(x);
        return T.CreateTruncating(value < -bound ? value + bias : value > bound ? value - bias : 0);
    }
}
