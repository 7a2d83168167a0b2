namespace Fovea.Models.FeatureMaps.Drawing;

/// <summary>
/// Writes PNG files whose pixels are numbers of colours, one byte each: a quarter of the bytes to compress, for pictures that are small,
/// and many, or whose numbers mean something.
/// </summary>
internal static class IndexedPng
{
    private const byte Depth = 8, ColourNumbers = 3;

    /// <param name="pixels">The numbers of colours, row by row.</param>
    /// <param name="width">The pixels of a row; more than 0.</param>
    /// <param name="colours">Up to 256 colours, 0xRRGGBB.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, ReadOnlySpan<uint> colours) =>
        PngFile.Encode(width, Depth, ColourNumbers, pixels, colours);
}
