using System.Runtime.InteropServices;
using Fovea.Imaging.Buffers;

namespace Fovea.Imaging.Pixels;

/// <summary>
/// The pixels of one image as stored in the file; the EXIF orientation is given, but not applied. 4 bytes per pixel (R, G, B and
/// unpremultiplied A), rows from top to bottom without gaps, in pooled memory that is returned when the image is disposed. May be read by
/// several threads.
/// </summary>
public sealed class DecodedImage : IDisposable
{
    private byte[]? _pixels;

    /// <summary>Takes ownership of a rented array that holds the pixels; it goes back to the pool when the image is disposed.</summary>
    internal DecodedImage(ImageHeader header, byte[] rented) => (Header, _pixels) = (header, rented);

    /// <summary>Takes ownership of pixels with more than 8 bits, and rounds them to bytes.</summary>
    internal DecodedImage(ImageHeader header, DeepPixels deep)
    {
        Header = header;
        Deep = deep;
        _pixels = BufferPool.Shared.Rent(4 * header.Width * header.Height);
        deep.Round(_pixels.AsSpan(0, ByteCount));
    }

    /// <summary>The properties from the file's header.</summary>
    public ImageHeader Header { get; }

    /// <summary>The stored width in pixels.</summary>
    public int Width => Header.Width;

    /// <summary>The stored height in pixels.</summary>
    public int Height => Header.Height;

    /// <summary>How the pixels must be turned to be upright.</summary>
    public ExifOrientation Orientation => Header.Orientation;

    /// <summary>The size of the pixels in bytes.</summary>
    public int ByteCount => Width * Height * 4;

    /// <summary>The pixels as RGBA, valid until the image is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The image was disposed.</exception>
    public ReadOnlySpan<byte> Pixels
    {
        get
        {
            byte[]? pixels = _pixels;
            ObjectDisposedException.ThrowIf(pixels is null, this);
            return pixels.AsSpan(0, ByteCount);
        }
    }

    /// <summary>
    /// The pixels with more than 8 bits per sample, where the file has such and they were asked for; <see cref="Pixels"/> are rounded then.
    /// </summary>
    public DeepPixels? Deep { get; }

    /// <summary>Copies RGBA pixels into a new image.</summary>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="rgba">4 bytes per pixel, rows from top to bottom without gaps.</param>
    /// <param name="orientation">How the pixels must be turned to be upright.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    /// <exception cref="ArgumentException">The number of bytes is not width times height times 4.</exception>
    public static DecodedImage FromPixels(
        int width, int height, ReadOnlySpan<byte> rgba, ExifOrientation orientation = ExifOrientation.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgba.Length != checked(width * height * 4))
            throw new ArgumentException(
                $"{width}x{height} RGBA pixels take {width * height * 4} bytes; found {rgba.Length}.", nameof(rgba));
        byte[] rented = BufferPool.Shared.Rent(rgba.Length);
        rgba.CopyTo(rented);
        return new DecodedImage(new ImageHeader(ImageFormat.Bmp, width, height, orientation), rented);
    }

    /// <summary>Copies pixels with more than 8 bits per sample into a new image.</summary>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="planes">The planes of one to four samples, as <see cref="DeepPixels"/> has them.</param>
    /// <param name="orientation">How the pixels must be turned to be upright.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    /// <exception cref="ArgumentException">The number of values is not that of one to four planes.</exception>
    public static DecodedImage FromPlanes(
        int width, int height, ReadOnlySpan<float> planes, ExifOrientation orientation = ExifOrientation.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        int count = checked(width * height), samples = planes.Length / count;
        if (samples is < 1 or > 4 || planes.Length != samples * count)
            throw new ArgumentException(
                $"One to four planes of {width}x{height} pixels take {count} values each; found {planes.Length}.", nameof(planes));
        byte[] rented = BufferPool.Shared.Rent(planes.Length * sizeof(float));
        MemoryMarshal.AsBytes(planes).CopyTo(rented);
        return new DecodedImage(
            new ImageHeader(ImageFormat.Tiff, width, height, orientation), new DeepPixels(width, height, samples, rented));
    }

    /// <summary>Returns the pixels' memory to the pool. Further calls do nothing.</summary>
    public void Dispose()
    {
        Deep?.Release();
        if (Interlocked.Exchange(ref _pixels, null) is { } pixels)
            BufferPool.Shared.Return(pixels);
    }
}
