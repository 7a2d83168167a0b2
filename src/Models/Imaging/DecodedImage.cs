
namespace Fovea.Models.Imaging;

/// <summary>
/// The pixels of one image, as stored in the file (the EXIF orientation is not applied, only known): 4 bytes per pixel, R, G, B
/// and unpremultiplied A, rows top to bottom without gaps, in pooled memory. Read-only and safe to read from several threads.
/// </summary>
public sealed class DecodedImage : IDisposable
{
    private SharedPixels? _pixels;

    /// <summary>Takes ownership of a rented array that holds the pixels; it goes back to the pool after the last handle is disposed.</summary>
    internal DecodedImage(ImageHeader header, byte[] rented) : this(header, new SharedPixels(rented))
    {
    }

    private DecodedImage(ImageHeader header, SharedPixels pixels) => (Header, _pixels) = (header, pixels);

    /// <summary>What the file's header said.</summary>
    public ImageHeader Header { get; }

    /// <summary>The stored width in pixels.</summary>
    public int Width => Header.Width;

    /// <summary>The stored height in pixels.</summary>
    public int Height => Header.Height;

    /// <summary>How the pixels must be turned to stand upright.</summary>
    public ExifOrientation Orientation => Header.Orientation;

    /// <summary>The size of the pixels in bytes.</summary>
    public int ByteCount => Width * Height * 4;

    /// <summary>The memory in bytes that this image holds: its pixels' pooled array, shared by all handles. 0 after disposal.</summary>
    public int HeldBytes => _pixels?.Array.Length ?? 0;

    /// <summary>The pixels, RGBA.</summary>
    /// <exception cref="ObjectDisposedException">This handle was disposed.</exception>
    public ReadOnlySpan<byte> Pixels
    {
        get
        {
            SharedPixels? pixels = _pixels;
            ObjectDisposedException.ThrowIf(pixels is null, this);
            return pixels.Array.AsSpan(0, ByteCount);
        }
    }

    /// <summary>Copies RGBA pixels into a new image.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not width times height times 4.</exception>
    public static DecodedImage FromPixels(int width, int height, ReadOnlySpan<byte> rgba, ExifOrientation orientation = ExifOrientation.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgba.Length != checked(width * height * 4))
            throw new ArgumentException($"{width}x{height} RGBA pixels take {width * height * 4} bytes, not {rgba.Length}.", nameof(rgba));
        byte[] rented = PixelPool.Shared.Rent(rgba.Length);
        rgba.CopyTo(rented);
        return new DecodedImage(new ImageHeader(ImageFormat.Bmp, width, height, orientation), rented);
    }

    /// <summary>A second handle on the same pixels, with a life of its own: the memory is released after the last handle is disposed.</summary>
    /// <exception cref="ObjectDisposedException">This handle was disposed.</exception>
    public DecodedImage Share()
    {
        SharedPixels? pixels = _pixels;
        ObjectDisposedException.ThrowIf(pixels is null || !pixels.TryAddHandle(), this);
        return new DecodedImage(Header, pixels);
    }

    /// <summary>Gives this handle up. Repeated calls do nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _pixels, null)?.RemoveHandle();

    private sealed class SharedPixels(byte[] array)
    {
        private int _handles = 1;

        public byte[] Array { get; } = array;

        public bool TryAddHandle()
        {
            int handles = Volatile.Read(ref _handles);
            while (handles > 0)
            {
                int seen = Interlocked.CompareExchange(ref _handles, handles + 1, handles);
                if (seen == handles)
                    return true;
                handles = seen;
            }

            return false;
        }

        public void RemoveHandle()
        {
            if (Interlocked.Decrement(ref _handles) == 0)
                PixelPool.Shared.Return(Array);
        }
    }
}
