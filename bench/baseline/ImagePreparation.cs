using System.Collections.Concurrent;
using SkiaSharp;

namespace Fovea.Baseline;

/// <summary>
/// Decodes with SkiaSharp, draws the centre crop of the image whose shorter side has 256 pixels onto a bitmap of 224x224, and
/// normalises it into [3,224,224]. Bitmaps are reused. Thread-safe.
/// </summary>
internal sealed class ImagePreparation(BaselineOptions options)
{
    /// <summary>Width and height of the network's input.</summary>
    public const int Side = 224;

    private const float ShorterSide = 256;

    private static readonly SKSamplingOptions Sampling = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    private readonly ConcurrentBag<SKBitmap> _bitmaps = [];

    /// <summary>Writes one image's values; false when the bytes are no image.</summary>
    public bool TryPrepare(ReadOnlySpan<byte> file, Span<float> values)
    {
        using SKBitmap? decoded = SKBitmap.Decode(file);
        if (decoded is null)
            return false;
        // An image made of an immutable bitmap shares its pixels.
        decoded.SetImmutable();
        using SKImage image = SKImage.FromBitmap(decoded);
        if (!_bitmaps.TryTake(out SKBitmap? bitmap))
            bitmap = new SKBitmap(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
            canvas.DrawImage(image, Centre(image.Width, image.Height), SKRect.Create(Side, Side), Sampling);
        Normalize(bitmap.GetPixelSpan(), values);
        _bitmaps.Add(bitmap);
        return true;
    }

    private static SKRect Centre(int width, int height)
    {
        float side = Math.Min(width, height) * (Side / ShorterSide);
        return SKRect.Create((width - side) / 2, (height - side) / 2, side, side);
    }

    private void Normalize(ReadOnlySpan<byte> rgba, Span<float> values)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            Span<float> plane = values.Slice(channel * Side * Side, Side * Side);
            float scale = 1 / options.Std[channel];
            float offset = -options.Mean[channel] / options.Std[channel];
            int sample = options.Bgr ? 2 - channel : channel;
            for (int i = 0; i < plane.Length; i++, sample += 4)
                plane[i] = rgba[sample] * scale + offset;
        }
    }
}
