using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>Answers a question about each element; the results are bytes, 1 for true.</summary>
internal static unsafe class TestKernel<T>
    where T : unmanaged, INumberBase<T>
{
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(TestKind kind, in UnaryArguments t)
    {
        for (long row = 0; row < t.Rows; row++)
        {
            T* x = (T*)t.X + (row * t.XRow);
            bool* y = (bool*)t.Y + (row * t.YRow);
            for (long i = 0; i < t.Columns; i++)
            {
                y[i] = kind switch
                {
                    TestKind.IsZero => T.IsZero(x[i]),
                    TestKind.IsNaN => T.IsNaN(x[i]),
                    TestKind.IsInfinite => T.IsInfinity(x[i]),
                    TestKind.IsPositiveInfinity => T.IsPositiveInfinity(x[i]),
                    TestKind.IsNegativeInfinity => T.IsNegativeInfinity(x[i]),
                    _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such question."),
                };
            }
        }
    }
}
