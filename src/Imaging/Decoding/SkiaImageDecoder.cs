using System.Runtime.InteropServices;
using Fovea.Imaging.Buffers;
using Fovea.Imaging.Jpeg;
using Fovea.Imaging.Pixels;
using SkiaSharp;

namespace Fovea.Imaging.Decoding;

/// <summary>
/// Decodes with Skia's codecs into unpremultiplied RGBA. No colour space is given, so an embedded ICC profile is not applied, as in
/// Pillow. Thread-safe.
/// </summary>
public sealed class SkiaImageDecoder : IImageDecoder
{
    private readonly ImageLimits _limits;

    /// <summary>Creates a decoder that refuses images beyond the given limits.</summary>
    public SkiaImageDecoder(ImageLimits? limits = null) => _limits = limits ?? new ImageLimits();

    /// <inheritdoc/>
    public ImageHeader Inspect(ReadOnlyMemory<byte> bytes) => WithCodec(bytes, static (_, header, _) => header);

    /// <inheritdoc/>
    public DecodedImage Decode(ReadOnlyMemory<byte> bytes) => WithCodec(bytes, ReadPixels);

    private T WithCodec<T>(ReadOnlyMemory<byte> bytes, Func<SKCodec, ImageHeader, ReadOnlyMemory<byte>, T> use)
    {
        ImageFormat format = ImageSignature.Identify(bytes.Span);
        if (!MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment))
            segment = bytes.ToArray();

        var pin = GCHandle.Alloc(segment.Array, GCHandleType.Pinned);
        try
        {
            using SKData data = SKData.Create(Marshal.UnsafeAddrOfPinnedArrayElement(segment.Array!, segment.Offset), segment.Count);
            using SKCodec? codec = SKCodec.Create(data);
            if (codec is null)
                throw new ImageException(ImageError.Corrupt, $"The bytes begin as {format.DisplayName()}, but the image's header is truncated or damaged.");
            ExifOrientation orientation = format == ImageFormat.Png ? PngOrientation.Read(bytes.Span) : (ExifOrientation)codec.EncodedOrigin;
            var header = new ImageHeader(format, codec.Info.Width, codec.Info.Height, orientation);
            _limits.Check(header);
            return use(codec, header, bytes);
        }
        catch (ImageException error) when (error.Code == ImageError.Corrupt && format == ImageFormat.Jpeg && JpegFrame.DescribeUnsupported(bytes.Span) is { } kind)
        {
            throw new ImageException(ImageError.UnsupportedFormat, $"The image is {kind}, which is not read; send a baseline or progressive JPEG of 8 bits per sample, or {ImageSignature.SupportedFormats}.", error);
        }
        finally
        {
            pin.Free();
        }
    }

    private static DecodedImage ReadPixels(SKCodec codec, ImageHeader header, ReadOnlyMemory<byte> bytes)
    {
        int rowBytes = header.Width * 4;
        int byteCount = rowBytes * header.Height;
        byte[] pixels = BufferPool.Shared.Rent(byteCount);
        if (header.Format == ImageFormat.Jpeg && BaselineJpeg.TryDecode(bytes.Span, header.Width, header.Height, pixels))
            return new DecodedImage(header, pixels);
        SKCodecResult result;
        var pin = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            // A codec may leave pixels alone (a GIF frame smaller than its screen); a rented array still holds someone else's.
            Array.Clear(pixels, 0, byteCount);
            var info = new SKImageInfo(header.Width, header.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
            result = codec.GetPixels(info, pin.AddrOfPinnedObject(), rowBytes, SKCodecOptions.Default);
        }
        finally
        {
            pin.Free();
        }

        if (result == SKCodecResult.Success)
            return new DecodedImage(header, pixels);
        BufferPool.Shared.Return(pixels);
        throw new ImageException(ImageError.Corrupt, result == SKCodecResult.IncompleteInput
            ? $"The {header.Format.DisplayName()} image of {header.Width}x{header.Height} pixels is truncated: its data ends before its last pixel."
            : $"The {header.Format.DisplayName()} image of {header.Width}x{header.Height} pixels is damaged: its data cannot be decoded ({result}).");
    }
}
