using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>Every function of <see cref="UnaryKind"/> of doubles, one at a time.</summary>
internal static unsafe class DoubleUnaryKernel
{
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(UnaryKind kind, in UnaryArguments t)
    {
        for (long row = 0; row < t.Rows; row++)
        {
            double* x = (double*)t.X + (row * t.XRow);
            double* y = (double*)t.Y + (row * t.YRow);
            for (long i = 0; i < t.Columns; i++)
                y[i] = Apply(kind, x[i], t.Alpha, t.Beta);
        }
    }

    /// <summary>The function of one number.</summary>
    public static double Apply(UnaryKind kind, double x, double alpha, double beta) => kind switch
    {
        UnaryKind.Identity => x,
        UnaryKind.Clip => Math.Min(beta, Math.Max(alpha, x)),
        UnaryKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        UnaryKind.HardSigmoid => Math.Max(0, Math.Min(1, (alpha * x) + beta)),
        UnaryKind.HardSwish => x * Math.Max(0, Math.Min(1, (x / 6) + 0.5)),
        UnaryKind.Silu => x / (1 + Math.Exp(-alpha * x)),
        UnaryKind.Gelu => DoubleFunctions.Gelu(x),
        UnaryKind.GeluTanh => DoubleFunctions.GeluTanh(x),
        UnaryKind.LeakyRelu => x < 0 ? alpha * x : x,
        UnaryKind.Tanh => Math.Tanh(x),
        UnaryKind.ScaledTanh => alpha * Math.Tanh(beta * x),
        UnaryKind.Erf => DoubleFunctions.Erf(x),
        UnaryKind.Exp => Math.Exp(x),
        UnaryKind.Log => Math.Log(x),
        UnaryKind.Sqrt => Math.Sqrt(x),
        UnaryKind.Neg => -x,
        UnaryKind.Abs => Math.Abs(x),
        UnaryKind.Floor => Math.Floor(x),
        UnaryKind.Ceil => Math.Ceiling(x),
        UnaryKind.Round => Math.Round(x, MidpointRounding.ToEven),
        UnaryKind.Sign => x < 0 ? -1 : x > 0 ? 1 : x,
        UnaryKind.Reciprocal => 1 / x,
        UnaryKind.Elu => x < 0 ? alpha * DoubleFunctions.ExpMinusOne(x) : x,
        UnaryKind.Selu => beta * (x < 0 ? alpha * DoubleFunctions.ExpMinusOne(x) : x),
        UnaryKind.Celu => x < 0 ? alpha * DoubleFunctions.ExpMinusOne(x / alpha) : x,
        UnaryKind.Mish => DoubleFunctions.Mish(x),
        UnaryKind.Softplus => DoubleFunctions.Softplus(x),
        UnaryKind.ParametricSoftplus => alpha * DoubleFunctions.Softplus(beta * x),
        UnaryKind.Softsign => x / (1 + Math.Abs(x)),
        UnaryKind.ThresholdedRelu => x > alpha ? x : 0,
        UnaryKind.Shrink => x < -alpha ? x + beta : x > alpha ? x - beta : 0,
        UnaryKind.Affine => (alpha * x) + beta,
        UnaryKind.Sin => Math.Sin(x),
        UnaryKind.Cos => Math.Cos(x),
        UnaryKind.Tan => Math.Tan(x),
        UnaryKind.Asin => Math.Asin(x),
        UnaryKind.Acos => Math.Acos(x),
        UnaryKind.Atan => Math.Atan(x),
        UnaryKind.Sinh => Math.Sinh(x),
        UnaryKind.Cosh => Math.Cosh(x),
        UnaryKind.Asinh => Math.Asinh(x),
        UnaryKind.Acosh => Math.Acosh(x),
        UnaryKind.Atanh => Math.Atanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such function."),
    };
}
