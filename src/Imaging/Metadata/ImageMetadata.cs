namespace Fovea.Imaging.Metadata;

/// <summary>The parts of an image file that may tell its orientation, as they lie in it.</summary>
internal readonly ref struct ImageMetadata
{
    /// <summary>Whether the file has EXIF data, be they empty or damaged.</summary>
    public bool HasExif { get; init; }

    /// <summary>The EXIF data: a TIFF file, perhaps after <c>Exif\0\0</c>.</summary>
    public ReadOnlySpan<byte> Exif { get; init; }

    /// <summary>The XMP packet, in UTF-8; empty where there is none.</summary>
    public ReadOnlySpan<byte> Xmp { get; init; }
}
