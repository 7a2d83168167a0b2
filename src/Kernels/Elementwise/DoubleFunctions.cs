using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>The functions of <see cref="UnaryKind"/> in double precision that the platform does not have.</summary>
internal static class DoubleFunctions
{
    public static double Softplus(double x) => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    public static double Gelu(double x) => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)));

    public static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    public static double Mish(double x) => x * Math.Tanh(Softplus(x));

    /// <summary>e^x - 1; near zero as 2 sinh(x / 2) e^(x / 2), which does not cancel.</summary>
    public static double ExpMinusOne(double x) =>
        Math.Abs(x) < 0.5 ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2) : Math.Exp(x) - 1;

    /// <summary>ln(1 + t) for t in [0, 1], with what the rounded sum has lost.</summary>
    private static double LogOnePlus(double t)
    {
        double u = 1 + t;
        return Math.Log(u) + ((t - (u - 1)) / u);
    }

    /// <summary>
    /// The error function, 2 / sqrt(pi) e^(-x^2) times the sum of 2^n x^(2n + 1) / (2n + 1)!!, whose terms all have the sign of x
    /// (Abramowitz and Stegun, formula 7.1.6); 1 to the last bit from 6 on.
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static double Erf(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (Math.Abs(x) >= 6)
            return Math.Sign(x);
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
