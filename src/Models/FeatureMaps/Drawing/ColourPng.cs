using System.IO.Compression;
using System.Numerics.Tensors;

namespace Fovea.Models.FeatureMaps.Drawing;

/// <summary>
/// Writes PNG files of red, green and blue, row by row, so that it can be ended in between, which Skia's encoder cannot (Portable Network
/// Graphics, third edition, W3C 2025, sections 9 and 11).
/// </summary>
internal static class ColourPng
{
    private const int Channels = 3;
    private const byte Depth = 8, Colours = 2;

    /// <param name="pixels">Red, green, blue and a byte that is left out, row by row.</param>
    /// <param name="width">The pixels of a row; more than 0.</param>
    /// <param name="pitch">The bytes of a row.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int pitch, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        PngFile.Begin(file, width, pixels.Length / pitch, Depth, Colours);
        using (var data = new MemoryStream())
        {
            using (var deflate = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
            {
                var rows = new FilteredRows(Channels * width);
                for (int start = 0; start < pixels.Length; start += pitch)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    deflate.Write(rows.Next(pixels.Slice(start, 4 * width)));
                }
            }

            PngFile.Write(file, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        }

        PngFile.Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>
    /// Rows with the filter whose bytes are nearest to 0, which is likely to be the smallest when compressed (section 12.7).
    /// </summary>
    /// <param name="length">The bytes of a row.</param>
    private sealed class FilteredRows(int length)
    {
        // A pixel of zeros stands before each row.
        private byte[] _row = new byte[Channels + length];
        private byte[] _above = new byte[Channels + length];

        // The filters Sub, Up and Average, each behind its number.
        private readonly byte[][] _filtered = [.. Enumerable.Range(1, 3).Select(number => NewRow(number, length))];

        public ReadOnlySpan<byte> Next(ReadOnlySpan<byte> pixels)
        {
            (_row, _above) = (_above, _row);
            Span<byte> row = _row.AsSpan(Channels);
            for (int x = 0, at = 0; at < row.Length; x += 4, at += Channels)
                (row[at], row[at + 1], row[at + 2]) = (pixels[x], pixels[x + 1], pixels[x + 2]);
            ReadOnlySpan<byte> left = _row.AsSpan(0, row.Length), above = _above.AsSpan(Channels);
            TensorPrimitives.Subtract(row, left, _filtered[0].AsSpan(1));
            TensorPrimitives.Subtract(row, above, _filtered[1].AsSpan(1));
            Span<byte> average = _filtered[2].AsSpan(1);
            for (int i = 0; i < average.Length; i++)
                average[i] = (byte)(row[i] - ((left[i] + above[i]) >> 1));
            return _filtered.MinBy(Weight);
        }

        private static long Weight(byte[] filtered)
        {
            long sum = 0;
            foreach (byte difference in filtered.AsSpan(1))
                sum += Math.Abs((int)(sbyte)difference);
            return sum;
        }

        private static byte[] NewRow(int number, int length)
        {
            byte[] row = new byte[1 + length];
            row[0] = (byte)number;
            return row;
        }
    }
}
