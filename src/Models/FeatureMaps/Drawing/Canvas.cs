using System.Buffers.Binary;
using SkiaSharp;

namespace Fovea.Models.FeatureMaps.Drawing;

/// <summary>A bitmap to draw on, which is encoded as PNG or JPEG. Colours are 0xRRGGBB.</summary>
internal sealed class Canvas : IDisposable
{
    private const int JpegQuality = 95;

    private readonly SKBitmap _bitmap;

    public Canvas(int width, int height, uint background)
    {
        _bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        FillRectangle(0, 0, width, height, background);
    }

    public void FillRectangle(int x, int y, int width, int height, uint colour)
    {
        for (int row = 0; row < height; row++)
            Fill(x, y + row, width, colour);
    }

    /// <summary>Sets pixels of a row, from a column on.</summary>
    public void SetRow(int x, int y, ReadOnlySpan<uint> colours)
    {
        Span<byte> row = _bitmap.GetPixelSpan().Slice(y * _bitmap.RowBytes + x * 4, colours.Length * 4);
        for (int i = 0; i < colours.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(row[(4 * i)..], colours[i] << 8 | 0xFF);
    }

    /// <summary>The picture as PNG.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public byte[] EncodePng(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ColourPng.Encode(_bitmap.GetPixelSpan(), _bitmap.Width, _bitmap.RowBytes, cancellationToken);
    }

    /// <summary>The picture as PNG, which cannot be ended before it is whole.</summary>
    public byte[] EncodePng()
    {
        using SKData data = _bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>A JPEG of quality 95, colours at full resolution; no side is longer than 65535 pixels.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public byte[] EncodeJpeg(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var options = new SKJpegEncoderOptions(JpegQuality, SKJpegEncoderDownsample.Downsample444, SKJpegEncoderAlphaOption.Ignore);
        using SKPixmap? pixels = _bitmap.PeekPixels();
        using SKData? data = pixels?.Encode(options);
        cancellationToken.ThrowIfCancellationRequested();
        return data?.ToArray() ?? throw new InvalidOperationException("The picture could not be encoded.");
    }

    public void Dispose() => _bitmap.Dispose();

    /// <summary>Sets <paramref name="length"/> pixels of a row.</summary>
    private void Fill(int x, int y, int length, uint colour)
    {
        Span<byte> row = _bitmap.GetPixelSpan().Slice(y * _bitmap.RowBytes + x * 4, length * 4);
        for (int i = 0; i < row.Length; i += 4)
        {
            row[i] = (byte)(colour >> 16);
            row[i + 1] = (byte)(colour >> 8);
            row[i + 2] = (byte)colour;
            row[i + 3] = 255;
        }
    }
}
