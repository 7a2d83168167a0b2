namespace Fovea.Imaging.Pixels;

/// <summary>The table of the formats that can be decoded.</summary>
public static class ImageFormats
{
    private static readonly Row[] Table =
    [
        new(ImageFormat.Jpeg, "JPEG", "image/jpeg"),
        new(ImageFormat.Png, "PNG", "image/png"),
        new(ImageFormat.WebP, "WebP", "image/webp"),
        new(ImageFormat.Bmp, "BMP", "image/bmp"),
        new(ImageFormat.Gif, "GIF", "image/gif"),
        new(ImageFormat.Tiff, "TIFF", "image/tiff"),
        new(ImageFormat.Tga, "TGA", "image/x-tga"),
        new(ImageFormat.Pnm, "PNM", "image/x-portable-anymap", "PBM, PGM, PPM"),
    ];

    /// <summary>All of them, in the order in which messages list them.</summary>
    public static IReadOnlyList<ImageFormat> All { get; } = [.. Table.Select(row => row.Format)];

    /// <summary>The usual spelling of a format's name: <c>JPEG</c>.</summary>
    public static string DisplayName(this ImageFormat format) => RowOf(format).Name;

    /// <summary>A format's media type: <c>image/jpeg</c>.</summary>
    public static string MediaType(this ImageFormat format) => RowOf(format).MediaType;

    /// <summary>The format of a name, whatever its case; null where there is none.</summary>
    public static ImageFormat? Find(string name) =>
        Array.Find(Table, row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Format;

    /// <summary>Lists formats, for messages: <c>JPEG, PNG or PNM (PBM, PGM, PPM)</c>.</summary>
    /// <param name="formats">At least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static string List(IReadOnlyList<ImageFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        if (formats.Count == 0)
            throw new ArgumentException("At least one format must be listed.", nameof(formats));
        string[] names = [.. formats.Select(RowOf).Select(row => row.Kinds is null ? row.Name : $"{row.Name} ({row.Kinds})")];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    private static Row RowOf(ImageFormat format) =>
        Array.Find(Table, row => row.Format == format) ?? throw new ArgumentOutOfRangeException(nameof(format), format, "No such format.");

    private sealed record Row(ImageFormat Format, string Name, string MediaType, string? Kinds = null);
}
