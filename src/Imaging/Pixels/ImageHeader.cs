namespace Fovea.Imaging.Pixels;

/// <summary>The properties of an image from its header.</summary>
/// <param name="Format">The format, recognised by the file's first bytes.</param>
/// <param name="Width">The stored width in pixels, before the orientation is applied.</param>
/// <param name="Height">The stored height in pixels, before the orientation is applied.</param>
/// <param name="Orientation">The EXIF orientation; <see cref="ExifOrientation.Normal"/> where there is none.</param>
public sealed record ImageHeader(ImageFormat Format, int Width, int Height, ExifOrientation Orientation);
