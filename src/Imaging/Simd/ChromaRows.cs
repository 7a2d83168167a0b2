using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fovea.Imaging.Simd;

/// <summary>
/// Makes rows of chroma as wide as the picture: each sample lies between two of the half-sized plane and is mixed of them 3 to 1, by
/// columns, and by rows where these are halved as well (libjpeg's "fancy upsampling"; the rounding is that of jdsample.c).
/// </summary>
internal static class ChromaRows
{
    /// <summary>Elements by which a buffer must be longer than the row: vectors are written whole.</summary>
    public const int Slack = 64;

    /// <summary>One row of the picture from a plane whose columns are halved.</summary>
    /// <param name="near">The plane's row that the picture's row lies in.</param>
    /// <param name="far">The next nearest row; null where rows are not halved.</param>
    /// <param name="sums">Scratch of the row's length plus <see cref="Slack"/>.</param>
    /// <param name="row">The row, twice as long as <paramref name="near"/>, plus <see cref="Slack"/>.</param>
    /// <param name="byRows">Whether rows are halved as well, so that sums have a weight of 4.</param>
    public static void Widen(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<ushort> sums, Span<byte> row, bool byRows)
    {
        int width = near.Length;
        // One element in front of the first sum and one behind the last repeat them.
        Sum(near, far, sums[1..], byRows);
        sums[0] = sums[1];
        sums[width + 1] = sums[width];

        // Rounding: halves go up in one column and down in the next, so that flat areas do not drift.
        int shift = byRows ? 4 : 2;
        var even = Vector256.Create((ushort)(byRows ? 8 : 1));
        var odd = Vector256.Create((ushort)(byRows ? 7 : 2));
        Span<ushort> pairs = MemoryMarshal.Cast<byte, ushort>(row);
        for (int x = 0; x < width; x += Vector256<ushort>.Count)
        {
            Vector256<ushort> here = Vector256.Create<ushort>(sums[(x + 1)..]) * 3;
            Vector256<ushort> left = here + Vector256.Create<ushort>(sums[x..]) + even >>> shift;
            Vector256<ushort> right = here + Vector256.Create<ushort>(sums[(x + 2)..]) + odd >>> shift;
            // Two bytes in the order of memory: the left sample is the lower one.
            (left | right << 8).CopyTo(pairs[x..]);
        }
    }

    private static void Sum(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<ushort> sums, bool byRows)
    {
        int x = 0;
        for (; x + Vector256<byte>.Count <= near.Length; x += Vector256<byte>.Count)
        {
            (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(Vector256.Create(near[x..]));
            if (byRows)
            {
                (Vector256<ushort> farLow, Vector256<ushort> farHigh) = Vector256.Widen(Vector256.Create(far[x..]));
                (low, high) = (low * 3 + farLow, high * 3 + farHigh);
            }

            low.CopyTo(sums[x..]);
            high.CopyTo(sums[(x + Vector256<ushort>.Count)..]);
        }

        for (; x < near.Length; x++)
            sums[x] = (ushort)(byRows ? near[x] * 3 + far[x] : near[x]);
    }
}
