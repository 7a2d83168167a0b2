using System.Runtime.CompilerServices;

namespace Fovea.Kernels.Simd;

/// <summary>Bytes as vectors of floats, and back.</summary>
/// <typeparam name="TSimd">The operations of the vector.</typeparam>
/// <typeparam name="TVec">The vector.</typeparam>
/// <typeparam name="T">byte or sbyte.</typeparam>
internal static unsafe class ByteVectors<TSimd, TVec, T>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
    where T : unmanaged
{
    // 1.5 * 2^23. Floats of this size have no fraction: adding it rounds half to even, for what is smaller than 2^22.
    private const float Rounder = 12582912f;

    /// <summary>As many bytes as there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Load(byte* source) =>
        typeof(T) == typeof(sbyte) ? TSimd.LoadSignedBytes((sbyte*)source) : TSimd.LoadBytes(source);

    /// <summary>The first <paramref name="count"/> (1 to Lanes - 1) bytes; memory after them is not accessed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec LoadTail(byte* source, int count)
    {
        // Whole vectors of bytes are loaded, so that a tail is copied to where there are as many.
        Room room = default;
        Copy(source, (byte*)&room, count);
        return Load((byte*)&room);
    }

    /// <summary>Stores the first <paramref name="count"/> (1 to Lanes - 1) lanes, integers, as bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(byte* target, TVec integers, int count)
    {
        Room room = default;
        TSimd.StoreBytes((byte*)&room, integers);
        Copy((byte*)&room, target, count);
    }

    /// <summary>The same of lanes that are rounded half to even, plus an integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(byte* target, TVec value, int zero, int count)
    {
        Room room = default;
        TSimd.StoreRounded((byte*)&room, value, zero);
        Copy((byte*)&room, target, count);
    }

    /// <summary>
    /// Clamped, rounded half to even, plus zero. The bounds are those of the type minus zero, so that what is rounded is small.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Quantize(TVec scaled, TVec min, TVec max, TVec zero)
    {
        TVec rounder = TSimd.Broadcast(Rounder);
        scaled = TSimd.Add(TSimd.Min(TSimd.Max(scaled, min), max), rounder);
        return TSimd.Add(TSimd.Subtract(scaled, rounder), zero);
    }

    // The bits of the count are pieces of eight, four, two bytes and one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* from, byte* to, int count)
    {
        if ((count & 8) != 0)
        {
            *(ulong*)to = *(ulong*)from;
            from += 8;
            to += 8;
        }

        if ((count & 4) != 0)
        {
            *(uint*)to = *(uint*)from;
            from += 4;
            to += 4;
        }

        if ((count & 2) != 0)
        {
            *(ushort*)to = *(ushort*)from;
            from += 2;
            to += 2;
        }

        if ((count & 1) != 0)
            *to = *from;
    }

    // As many bytes as the longest vector has lanes.
    private struct Room
    {
        public ulong Low;
        public ulong High;
    }
}
