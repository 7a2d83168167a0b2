namespace Fovea.Imaging.Pixels;

/// <summary>The image formats that can be decoded.</summary>
public enum ImageFormat
{
    /// <summary>JPEG (baseline and progressive; grayscale, YCbCr, RGB, CMYK).</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP, lossy and lossless.</summary>
    WebP,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>GIF; only the first frame is decoded.</summary>
    Gif,

    /// <summary>
    /// TIFF; only the first page is decoded (strips or tiles; gray, RGB, palette, CMYK; 1 to 16 bits; gray of floats; LZW, Deflate,
    /// PackBits or none).
    /// </summary>
    Tiff,

    /// <summary>Truevision TGA, packed or not.</summary>
    Tga,

    /// <summary>The formats of Netpbm, as text or bytes: PBM, PGM, PPM.</summary>
    Pnm,
}
