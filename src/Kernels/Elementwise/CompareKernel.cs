using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>Compares elements of one type; the results are bytes, 1 for true.</summary>
internal static unsafe class CompareKernel<T>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(CompareKind kind, in BinaryArguments t)
    {
        for (long row = 0; row < t.Rows; row++)
        {
            T* a = (T*)t.A + (row * t.ARow);
            T* b = (T*)t.B + (row * t.BRow);
            bool* y = (bool*)t.Y + (row * t.YRow);
            switch (kind)
            {
                case CompareKind.Equal:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = a[i * t.AColumn] == b[i * t.BColumn];
                    break;
                case CompareKind.Less:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = a[i * t.AColumn] < b[i * t.BColumn];
                    break;
                case CompareKind.LessOrEqual:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = a[i * t.AColumn] <= b[i * t.BColumn];
                    break;
                case CompareKind.Greater:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = a[i * t.AColumn] > b[i * t.BColumn];
                    break;
                case CompareKind.GreaterOrEqual:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = a[i * t.AColumn] >= b[i * t.BColumn];
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such comparison.");
            }
        }
    }
}
