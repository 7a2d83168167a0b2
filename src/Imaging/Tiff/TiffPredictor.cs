using System.Buffers.Binary;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>Differences of neighbours instead of samples (TIFF 6.0, section 14).</summary>
internal static class TiffPredictor
{
    private const int None = 1;
    private const int Horizontal = 2;

    /// <summary>Whether samples are differences; only LZW and Deflate know such.</summary>
    /// <exception cref="FormatFaultException">It is another predictor, or samples have other bits than 8 or 16.</exception>
    public static bool IsUsed(TiffDirectory directory, TiffCompression compression, int bits)
    {
        if (compression is not (TiffCompression.Lzw or TiffCompression.Deflate))
            return false;
        long number = directory.Value(TiffTag.Predictor, missing: None);
        if (number is not (None or Horizontal) || (number == Horizontal && bits is not (8 or 16)))
            throw FormatFaultException.Unsupported(
                $"a TIFF with predictor {number} for samples of {bits} bits", "save it without predictor");
        return number == Horizontal;
    }

    /// <summary>Sums the differences of a row of bytes.</summary>
    /// <param name="row">The row.</param>
    /// <param name="samples">The samples of a pixel.</param>
    public static void SumBytes(Span<byte> row, int samples)
    {
        for (int i = samples; i < row.Length; i++)
            row[i] += row[i - samples];
    }

    /// <summary>Sums the differences of a row of 16-bit numbers.</summary>
    /// <param name="row">The row.</param>
    /// <param name="samples">The samples of a pixel.</param>
    /// <param name="littleEndian">Whether the lowest byte is first.</param>
    public static void SumWords(Span<byte> row, int samples, bool littleEndian)
    {
        for (int i = 2 * samples; i + 1 < row.Length; i += 2)
        {
            Span<byte> value = row[i..], before = row[(i - 2 * samples)..];
            if (littleEndian)
                BinaryPrimitives.WriteUInt16LittleEndian(
                    value, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(value) + BinaryPrimitives.ReadUInt16LittleEndian(before)));
            else
                BinaryPrimitives.WriteUInt16BigEndian(
                    value, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value) + BinaryPrimitives.ReadUInt16BigEndian(before)));
        }
    }
}
