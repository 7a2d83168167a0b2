using System.Globalization;
using SkiaSharp;

namespace Fovea.Bench.Models;

/// <summary>
/// Writes the JPEG that load runs post, with a given size in pixels and, by choice of the quality, about a given size in bytes. It is cut
/// from a photo, or generated: coloured discs on a plain background with fine noise.
/// </summary>
internal static class PhotoCommand
{
    private const int Discs = 60;

    public static int Run(Arguments arguments)
    {
        int width = arguments.Number("width", 500), height = arguments.Number("height", 375),
            bytes = 1000 * arguments.Number("kilobytes", 100);
        using SKBitmap picture = arguments.Text("from") is string photo
            ? Cut(photo, width, height)
            : Draw(width, height, arguments.Number("seed", 1));
        (byte[] file, int quality) = Encode(picture, bytes);
        File.WriteAllBytes(arguments.Required("out"), file);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{width}x{height} pixels, {file.Length} bytes, quality {quality}"));
        return 0;
    }

    /// <summary>The encoding whose size is nearest to the one asked for.</summary>
    internal static (byte[] File, int Quality) Encode(SKBitmap picture, int bytes)
    {
        int low = 1, high = 100;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (At(middle).Length < bytes)
                low = middle + 1;
            else
                high = middle;
        }

        byte[] above = At(low), below = low > 1 ? At(low - 1) : above;
        return Math.Abs(below.Length - bytes) < Math.Abs(above.Length - bytes) ? (below, low - 1) : (above, low);

        byte[] At(int quality)
        {
            using SKData data = picture.Encode(SKEncodedImageFormat.Jpeg, quality);
            return data.ToArray();
        }
    }

    internal static SKBitmap Draw(int width, int height, int seed)
    {
        var random = new Random(seed);
        var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { IsAntialias = true })
        {
            canvas.Clear(new SKColor(90, 130, 170));
            for (int i = 0; i < Discs; i++)
            {
                paint.Color = new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256), 160);
                canvas.DrawCircle(random.Next(width), random.Next(height), random.Next(5, Math.Max(6, width / 8)), paint);
            }
        }

        Span<byte> pixels = bitmap.GetPixelSpan();
        for (int i = 0; i < pixels.Length; i++)
        {
            if (i % 4 != 3)
                pixels[i] = (byte)Math.Clamp(pixels[i] + random.Next(-16, 17), 0, 255);
        }

        return bitmap;
    }

    // The largest centred crop with the right aspect ratio, scaled.
    private static SKBitmap Cut(string path, int width, int height)
    {
        using SKBitmap photo = SKBitmap.Decode(path) ?? throw new ArgumentException($"'{path}' is no image that can be read.");
        using SKImage image = SKImage.FromBitmap(photo);
        float scale = Math.Min((float)photo.Width / width, (float)photo.Height / height);
        var part = SKRect.Create((photo.Width - width * scale) / 2, (photo.Height - height * scale) / 2, width * scale, height * scale);
        var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        canvas.DrawImage(image, part, SKRect.Create(width, height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        return bitmap;
    }
}
