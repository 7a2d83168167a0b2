using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fovea.Imaging.Simd;

/// <summary>
/// Upsamples rows of chroma to the width of the image. Each sample of the image lies between two samples of the half-sized plane, a quarter
/// of their distance from the nearer one, and is their mean weighted 3 to 1; along columns, and along rows too where these are halved
/// (libjpeg's "fancy upsampling"; the rounding is that of jdsample.c).
/// </summary>
internal static class ChromaRows
{
    /// <summary>The elements by which a buffer must be longer than the row, because the last vector is written whole.</summary>
    public const int Slack = 64;

    /// <summary>Computes one row of the image from a plane whose columns are halved.</summary>
    /// <param name="near">The row of the plane that is nearest to the image's row.</param>
    /// <param name="far">The second nearest row; not read where rows are not halved.</param>
    /// <param name="sums">Scratch memory, as long as <paramref name="row"/>.</param>
    /// <param name="row">The row: twice as long as <paramref name="near"/>, plus <see cref="Slack"/>.</param>
    /// <param name="byRows">Whether rows are halved as well.</param>
    public static void Upsample(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<ushort> sums, Span<byte> row, bool byRows)
    {
        int width = near.Length;
        // First along rows: sums[1 + i] is 3 near[i] + far[i] (or near[i]), at most 4 * 255. The first and the last sum are repeated at
        // both ends, so that the samples at the edges need no special case.
        Sum(near, far, sums[1..], byRows);
        sums[0] = sums[1];
        sums[width + 1] = sums[width];

        // Then along columns: the sample left of position x's centre is (3 sums[x] + sums[x - 1]) / weight, the one right of it (3 sums[x]
        // + sums[x + 1]) / weight, where the weight is 16, or 4 if rows are not halved. At most 16 * 255 + 8 fits into a lane of 16 bits.
        // libjpeg adds a different rounding constant for even and odd columns (8 and 7, or 1 and 2), so that halves are rounded up in one
        // and down in the next, and flat areas do not drift.
        int shift = byRows ? 4 : 2;
        var even = Vector256.Create((ushort)(byRows ? 8 : 1));
        var odd = Vector256.Create((ushort)(byRows ? 7 : 2));
        Span<ushort> pairs = MemoryMarshal.Cast<byte, ushort>(row);
        for (int x = 0; x < width; x += Vector256<ushort>.Count)
        {
            Vector256<ushort> here = Vector256.Create<ushort>(sums[(x + 1)..]) * 3;
            Vector256<ushort> left = here + Vector256.Create<ushort>(sums[x..]) + even >>> shift;
            Vector256<ushort> right = here + Vector256.Create<ushort>(sums[(x + 2)..]) + odd >>> shift;
            // Both are at most 255. Each lane of 16 bits gets the pair of samples, the left one in the low byte, which is first in memory:
            // 16 lanes write 32 samples of the row. Lanes after the last sum write into the slack.
            (left | right << 8).CopyTo(pairs[x..]);
        }
    }

    // The weighted sums along rows, 32 samples at a time: bytes are widened to two vectors of 16-bit lanes. The tail uses the same
    // arithmetic.
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
