using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>Functions of the bits of two integers, one element at a time; booleans are bytes that are 0 or 1.</summary>
internal static unsafe class BitKernel<T>
    where T : unmanaged, IBinaryInteger<T>
{
    // The bits of T, as an element and as the bits that a shift may have.
    private static int Bits => sizeof(T) * 8;

    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(BitKind kind, in BinaryArguments t)
    {
        for (long row = 0; row < t.Rows; row++)
        {
            T* a = (T*)t.A + (row * t.ARow);
            T* b = (T*)t.B + (row * t.BRow);
            T* y = (T*)t.Y + (row * t.YRow);
            switch (kind)
            {
                case BitKind.And:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = a[i * t.AColumn] & b[i * t.BColumn];
                    break;
                case BitKind.Or:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = a[i * t.AColumn] | b[i * t.BColumn];
                    break;
                case BitKind.Xor:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = a[i * t.AColumn] ^ b[i * t.BColumn];
                    break;
                case BitKind.ShiftLeft:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = Fits(b[i * t.BColumn]) ? a[i * t.AColumn] << int.CreateTruncating(b[i * t.BColumn]) : T.Zero;
                    break;
                case BitKind.ShiftRight:
                    for (long i = 0; i < t.Columns; i++)
                        y[i] = Fits(b[i * t.BColumn]) ? a[i * t.AColumn] >>> int.CreateTruncating(b[i * t.BColumn]) : T.Zero;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such function.");
            }
        }
    }

    // A processor takes the count modulo the width. A count that is negative in a signed type is as good as one that is too large.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Fits(T count) => !T.IsNegative(count) && count < T.CreateTruncating(Bits);
}
