namespace Fovea.Imaging.Jpeg;

/// <summary>The second bytes of markers (ITU-T T.81, table B.1).</summary>
internal static class JpegMarker
{
    /// <summary>The start of a scan, SOS.</summary>
    public const byte StartOfScan = 0xDA;

    /// <summary>The end of the image, EOI.</summary>
    public const byte EndOfImage = 0xD9;

    /// <summary>The application segment of EXIF and XMP, APP1.</summary>
    public const byte App1 = 0xE1;

    /// <summary>Whether a marker begins a frame header, SOFn.</summary>
    public static bool IsFrame(byte marker) =>
        // C4, C8 and CC are in the range, but stand for Huffman tables, an extension and arithmetic coding conditioning.
        marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Whether a frame header's marker stands for a progressive frame: SOF2, SOF6, SOF10, SOF14.</summary>
    public static bool IsProgressive(byte frame) => (frame & 3) == 2;
}
