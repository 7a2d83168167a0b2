using System.Runtime.InteropServices;
using Fovea.Imaging.Buffers;

namespace Fovea.Imaging.Pixels;

/// <summary>
/// The samples of an image that has more than 8 bits for each, as float32: 0 is black and 255 white, as with bytes, and values between
/// have fractions. One plane per sample: gray; gray and alpha; red, green and blue; or these and alpha, unpremultiplied. A plane has rows
/// from top to bottom without gaps, as they are stored in the file.
/// </summary>
public sealed class DeepPixels
{
    /// <summary>What white is as a number of 16 bits, divided by what it is in a byte.</summary>
    internal const float WordsPerByte = 257;

    private readonly int _width;
    private readonly int _height;
    private byte[]? _rented;

    /// <summary>Takes ownership of a rented array that holds the planes.</summary>
    internal DeepPixels(int width, int height, int samples, byte[] rented)
    {
        _width = width;
        _height = height;
        _rented = rented;
        Samples = samples;
    }

    /// <summary>The samples of a pixel, 1 to 4.</summary>
    public int Samples { get; }

    /// <summary>Whether there is one colour, gray.</summary>
    public bool IsGray => Samples <= 2;

    /// <summary>The plane of alpha; -1 where there is none.</summary>
    public int Alpha => Samples is 2 or 4 ? Samples - 1 : -1;

    /// <summary>The values of a sample, one for each pixel, valid until the image is disposed.</summary>
    /// <param name="sample">Which sample, from 0.</param>
    /// <exception cref="ObjectDisposedException">The image was disposed.</exception>
    public ReadOnlySpan<float> Plane(int sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, Samples);
        byte[]? rented = _rented;
        ObjectDisposedException.ThrowIf(rented is null, this);
        int count = _width * _height;
        return MemoryMarshal.Cast<byte, float>(rented.AsSpan()).Slice(sample * count, count);
    }

    /// <summary>Writes what these pixels are in bytes: the nearest values of 0 to 255.</summary>
    /// <param name="rgba">4 bytes per pixel.</param>
    internal void Round(Span<byte> rgba)
    {
        for (int place = 0; place < 4; place++)
        {
            int sample = place == 3 ? Alpha : IsGray ? 0 : place;
            if (sample < 0)
            {
                for (int i = place; i < rgba.Length; i += 4)
                    rgba[i] = byte.MaxValue;
                continue;
            }

            ReadOnlySpan<float> plane = Plane(sample);
            for (int i = 0; i < plane.Length; i++)
                rgba[4 * i + place] = (byte)Math.Clamp(MathF.Round(plane[i]), byte.MinValue, byte.MaxValue);
        }
    }

    /// <summary>Returns the memory to the pool. Further calls do nothing.</summary>
    internal void Release()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
            BufferPool.Shared.Return(rented);
    }
}
