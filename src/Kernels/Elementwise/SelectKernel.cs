using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>Chooses between two operands, element by element. Elements are moved as integers of their size.</summary>
internal static unsafe class SelectKernel
{
    /// <param name="size">The bytes of an element: 1, 2, 4 or 8.</param>
    /// <param name="t">The operands.</param>
    public static void Run(int size, in SelectArguments t)
    {
        switch (size)
        {
            case sizeof(byte): Run<byte>(in t); break;
            case sizeof(ushort): Run<ushort>(in t); break;
            case sizeof(uint): Run<uint>(in t); break;
            default: Run<ulong>(in t); break;
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Run<T>(in SelectArguments t) where T : unmanaged
    {
        for (long row = 0; row < t.Rows; row++)
        {
            byte* condition = t.Condition + (row * t.ConditionRow);
            T* a = (T*)t.A + (row * t.ARow);
            T* b = (T*)t.B + (row * t.BRow);
            T* y = (T*)t.Y + (row * t.YRow);
            for (long i = 0; i < t.Columns; i++)
                y[i] = condition[i * t.ConditionColumn] != 0 ? a[i * t.AColumn] : b[i * t.BColumn];
        }
    }
}
