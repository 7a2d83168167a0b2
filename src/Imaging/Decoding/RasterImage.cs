using System.Runtime.InteropServices;
using Fovea.Imaging.Buffers;
using Fovea.Imaging.Netpbm;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Png;
using Fovea.Imaging.Rasters;
using Fovea.Imaging.Targa;
using Fovea.Imaging.Tiff;

namespace Fovea.Imaging.Decoding;

/// <summary>
/// Decodes what Skia does not read: TIFF, TGA, PBM, PGM and PPM, and PNGs of 16 bits where all of these are wanted. Sizes come from the
/// header and are checked before memory is taken; the readers take few rows besides the pixels, and look at the time once a row.
/// </summary>
internal static class RasterImage
{
    /// <summary>Whether a format is decoded here.</summary>
    public static bool Reads(ImageFormat format) => format is ImageFormat.Tiff or ImageFormat.Tga or ImageFormat.Pnm;

    /// <summary>Whether a file is decoded here where all bits of its samples are wanted.</summary>
    public static bool ReadsDeep(ImageFormat format, ReadOnlySpan<byte> file) =>
        Reads(format) || (format == ImageFormat.Png && PngRaster.Reads(file));

    /// <summary>Decodes a file to bytes.</summary>
    /// <exception cref="ImageException">The image is damaged, truncated, too large, or of a kind that is not read.</exception>
    public static DecodedImage Decode(ImageFormat format, ReadOnlyMemory<byte> file, ImageLimits limits)
    {
        var deadline = new DecodingDeadline(limits.MaxTime);
        return Open(format, file, limits, (raster, header) => Read((IRaster)raster, header, deadline));
    }

    /// <summary>Decodes a file to <see cref="DecodedImage.Deep"/> where its samples have more than 8 bits, else to bytes.</summary>
    /// <exception cref="ImageException">The image is damaged, truncated, too large, or of a kind that is not read.</exception>
    public static DecodedImage DecodeDeep(ImageFormat format, ReadOnlyMemory<byte> file, ImageLimits limits)
    {
        var deadline = new DecodingDeadline(limits.MaxTime);
        return Open(format, file, limits, (raster, header) =>
        {
            if (raster is not IDeepRaster { DeepSamples: > 0 } deep)
                return Read((IRaster)raster, header, deadline);
            limits.CheckDeep(header, deep.DeepSamples);
            return ReadDeep(deep, header, deadline);
        });
    }

    private static DecodedImage Open(
        ImageFormat format, ReadOnlyMemory<byte> file, ImageLimits limits, Func<IRasterHeader, ImageHeader, DecodedImage> read)
    {
        ImageHeader? header = null;
        try
        {
            IRasterHeader raster = Open(format, file);
            header = new ImageHeader(format, raster.Width, raster.Height, raster.Orientation);
            limits.Check(header);
            raster.Verify();
            return read(raster, header);
        }
        catch (FormatFaultException fault)
        {
            throw ImageErrors.Of(fault, format, header);
        }
    }

    private static IRasterHeader Open(ImageFormat format, ReadOnlyMemory<byte> file) => format switch
    {
        ImageFormat.Tiff => TiffRaster.Open(file),
        ImageFormat.Tga => TargaRaster.Open(file),
        ImageFormat.Png => PngRaster.Open(file),
        _ => NetpbmRaster.Open(file),
    };

    private static DecodedImage ReadDeep(IDeepRaster raster, ImageHeader header, DecodingDeadline deadline)
    {
        int length = raster.DeepSamples * header.Width * header.Height * sizeof(float);
        byte[] planes = BufferPool.Shared.Rent(length);
        try
        {
            raster.Read(MemoryMarshal.Cast<byte, float>(planes.AsSpan(0, length)), deadline);
        }
        catch
        {
            BufferPool.Shared.Return(planes);
            throw;
        }

        return new DecodedImage(header, new DeepPixels(header.Width, header.Height, raster.DeepSamples, planes));
    }

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
