using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>Any function of one byte, as a table.</summary>
/// <typeparam name="TSimd">The widest vectors to use.</typeparam>
/// <typeparam name="TVec">Their raw type.</typeparam>
internal static unsafe class LookupKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>Computes all rows.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in LookupArguments t)
    {
        long done = 0;
        if (TSimd.Lanes == 16 && ByteTable512.IsSupported)
        {
            ByteTable512.Run(t.Table, t.X, t.XRow, t.Y, t.YRow, t.Rows, t.Columns);
            done = t.Columns / 16 * 16;
        }

        if (done < t.Columns)
            Load(in t, done);
    }

    // The columns from one on, byte by byte.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Load(in LookupArguments t, long from)
    {
        byte* table = t.Table;
        for (long row = 0; row < t.Rows; row++)
        {
            byte* x = t.X + (row * t.XRow);
            byte* y = t.Y + (row * t.YRow);
            long i = from;
            // Eight bytes are loaded and stored at once; the lookups in between do not wait for each other.
            for (; i <= t.Columns - sizeof(ulong); i += sizeof(ulong))
            {
                ulong eight = Unsafe.ReadUnaligned<ulong>(x + i);
                ulong low = table[(byte)eight] | ((ulong)table[(byte)(eight >> 8)] << 8)
                    | ((ulong)table[(byte)(eight >> 16)] << 16) | ((ulong)table[(byte)(eight >> 24)] << 24);
                ulong high = table[(byte)(eight >> 32)] | ((ulong)table[(byte)(eight >> 40)] << 8)
                    | ((ulong)table[(byte)(eight >> 48)] << 16) | ((ulong)table[(byte)(eight >> 56)] << 24);
                Unsafe.WriteUnaligned(y + i, low | (high << 32));
            }

            for (; i < t.Columns; i++)
                y[i] = table[x[i]];
        }
    }
}
