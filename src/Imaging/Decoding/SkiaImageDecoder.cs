using System.Runtime.InteropServices;
using Fovea.Imaging.Buffers;
using Fovea.Imaging.Jpeg;
using Fovea.Imaging.Metadata;
using Fovea.Imaging.Pixels;
using SkiaSharp;

namespace Fovea.Imaging.Decoding;

/// <summary>
/// Decodes with Skia's codecs into unpremultiplied RGBA; common JPEGs with a faster decoder that gives the same bits, GIFs with one that
/// gives Pillow's. As in Pillow, embedded ICC profiles are not applied. <see cref="ImageDecoder"/> reads further formats. Thread-safe.
/// </summary>
public sealed class SkiaImageDecoder : IImageDecoder
{
    private readonly ImageLimits _limits;
    private readonly IReadOnlyList<ImageFormat> _accepted;
    private readonly ImageFormat[] _read;

    /// <summary>Creates a decoder that refuses images beyond limits.</summary>
    /// <param name="limits">The limits; the default ones when null.</param>
    public SkiaImageDecoder(ImageLimits? limits = null) : this(limits ?? new ImageLimits(), ImageFormats.All)
    {
    }

    /// <summary>Creates a decoder that reads some formats of those that are accepted, and names these in messages.</summary>
    internal SkiaImageDecoder(ImageLimits limits, IReadOnlyList<ImageFormat> accepted)
    {
        _limits = limits;
        _read = [.. accepted.Where(format => !RasterImage.Reads(format))];
        _accepted = accepted;
    }

    /// <inheritdoc/>
    public DecodedImage Decode(ReadOnlyMemory<byte> bytes)
    {
        ImageFormat format = ImageSignature.Identify(bytes.Span, _read);
        if (format == ImageFormat.Gif)
            return GifImage.Decode(bytes.Span, _limits);
        if (!MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment))
            segment = bytes.ToArray();

        var pin = GCHandle.Alloc(segment.Array, GCHandleType.Pinned);
        try
        {
            using SKData data = SKData.Create(Marshal.UnsafeAddrOfPinnedArrayElement(segment.Array!, segment.Offset), segment.Count);
            using SKCodec? codec = SKCodec.Create(data);
            if (codec is null)
                throw ImageErrors.Header(format);
            var header = new ImageHeader(format, codec.Info.Width, codec.Info.Height, ImageOrientation.Read(format, bytes.Span));
            _limits.Check(header);
            return ReadPixels(codec, header, bytes);
        }
        catch (ImageException error) when (
            error.Code == ImageError.Corrupt && format == ImageFormat.Jpeg && JpegFrame.DescribeUnsupported(bytes.Span) is { } kind)
        {
            throw new ImageException(
                ImageError.UnsupportedFormat,
                $"The image is {kind}, which is not read; send a baseline or progressive JPEG of 8 bits per sample, or " +
                $"{ImageFormats.List(_accepted)}.", error);
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
        if (header.Format == ImageFormat.Jpeg && JpegEnd.IsMissing(bytes.Span))
        {
            BufferPool.Shared.Return(pixels);
            throw ImageErrors.TruncatedScans(header);
        }

        SKCodecResult result;
        var pin = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            // A codec may not write all pixels (those of a damaged file), and a rented array has pixels of earlier images.
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
        throw result == SKCodecResult.IncompleteInput ? ImageErrors.Truncated(header) : ImageErrors.Damaged(header, $"{result}");
    }
}
