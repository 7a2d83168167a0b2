using Fovea.Imaging.Buffers;
using Fovea.Imaging.Netpbm;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Rasters;
using Fovea.Imaging.Targa;
using Fovea.Imaging.Tiff;

namespace Fovea.Imaging.Decoding;

/// <summary>
/// Decodes what Skia does not read: TIFF, TGA, PBM, PGM and PPM. Sizes come from the header and are checked before memory is taken; the
/// readers take a row besides the pixels, and look at the time once a row.
/// </summary>
internal static class RasterImage
{
    /// <summary>Whether a format is decoded here.</summary>
    public static bool Reads(ImageFormat format) => format is ImageFormat.Tiff or ImageFormat.Tga or ImageFormat.Pnm;

    /// <summary>Decodes a file of one of these formats.</summary>
    /// <exception cref="ImageException">The image is damaged, truncated, too large, or of a kind that is not read.</exception>
    public static DecodedImage Decode(ImageFormat format, ReadOnlyMemory<byte> file, ImageLimits limits)
    {
        var deadline = new DecodingDeadline(limits.MaxTime);
        ImageHeader? header = null;
        try
        {
            IRaster raster = Open(format, file);
            header = new ImageHeader(format, raster.Width, raster.Height, raster.Orientation);
            limits.Check(header);
            raster.Verify();
            return Read(raster, header, deadline);
        }
        catch (FormatFaultException fault)
        {
            throw ImageErrors.Of(fault, format, header);
        }
    }

    private static IRaster Open(ImageFormat format, ReadOnlyMemory<byte> file) => format switch
    {
        ImageFormat.Tiff => TiffRaster.Open(file),
        ImageFormat.Tga => TargaRaster.Open(file),
        _ => NetpbmRaster.Open(file),
    };

    private static DecodedImage Read(IRaster raster, ImageHeader header, DecodingDeadline deadline)
    {
        int byteCount = 4 * header.Width * header.Height;
        byte[] pixels = BufferPool.Shared.Rent(byteCount);
        try
        {
            raster.Read(pixels.AsSpan(0, byteCount), deadline);
        }
        catch
        {
            BufferPool.Shared.Return(pixels);
            throw;
        }

        return new DecodedImage(header, pixels);
    }
}
