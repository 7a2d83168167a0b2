using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Png;

/// <summary>Differences of neighbouring bytes instead of bytes (PNG specification, third edition, 9.2).</summary>
internal static class PngFilter
{
    /// <summary>Makes bytes of a row of differences, in place.</summary>
    /// <param name="filter">The filter's number.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above it; zeros above the first one.</param>
    /// <param name="pixelBytes">The bytes of a pixel.</param>
    /// <exception cref="FormatFaultException">There is no such filter.</exception>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (int i = pixelBytes; i < row.Length; i++)
                    row[i] += row[i - pixelBytes];
                break;
            case 2:
                for (int i = 0; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (int i = 0; i < row.Length; i++)
                    row[i] += (byte)((Left(row, i, pixelBytes) + above[i]) / 2);
                break;
            case 4:
                for (int i = 0; i < row.Length; i++)
                    row[i] += Paeth(Left(row, i, pixelBytes), above[i], Left(above, i, pixelBytes));
                break;
            default:
                throw FormatFaultException.Damaged($"filter {filter} of a row; there are 0 to 4");
        }
    }

    private static byte Left(ReadOnlySpan<byte> row, int index, int pixelBytes) => index < pixelBytes ? (byte)0 : row[index - pixelBytes];

    // Of the three neighbours, the one that is nearest to left + above - corner.
    private static byte Paeth(byte left, byte above, byte corner)
    {
        int fromLeft = Math.Abs(above - corner), fromAbove = Math.Abs(left - corner), fromCorner = Math.Abs(left + above - 2 * corner);
        if (fromLeft <= fromAbove && fromLeft <= fromCorner)
            return left;
        return fromAbove <= fromCorner ? above : corner;
    }
}
