using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.FeatureMaps.Drawing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Pictures;

/// <summary>A picture as it was sent, upright, to draw on. A large one is made smaller.</summary>
internal sealed class SentPicture
{
    private readonly byte[] _pixels;

    private SentPicture(PreprocessingSpec size, byte[] pixels) => (Size, _pixels) = (size, pixels);

    public int Width => Size.Width;

    public int Height => Size.Height;

    private PreprocessingSpec Size { get; }

    /// <summary>Reads a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="background">The colour on which transparent pixels are composited; null drops the alpha channel.</param>
    /// <param name="longestEdge">The length that the longer side has at most.</param>
    public static SentPicture Read(DecodedImage image, RgbColor? background, int longestEdge)
    {
        (int width, int height) = image.ShownSize();
        if (Math.Max(width, height) > longestEdge)
            (width, height) = ResizeRule.Fit(longestEdge, longestEdge, ResizeFilter.Bilinear).TargetSize(width, height);
        var size = new PreprocessingSpec
        {
            Width = width,
            Height = height,
            Channels = ChannelOrder.Rgb,
            Layout = TensorLayout.Nhwc,
            ElementType = ElementType.UInt8,
            Resize = ResizeRule.Exact(width, height, ResizeFilter.Bilinear),
            Crop = CropRounding.Floor,
            Normalization = Normalization.None,
            ApplyExifOrientation = true,
            Background = background,
        };
        byte[] pixels = new byte[size.ElementCount];
        new Preprocessor(size).Run<byte>(image, pixels);
        return new SentPicture(size, pixels);
    }

    /// <summary>Draws a map of the network's input over the picture, as PNG. What the network does not see keeps its colours.</summary>
    /// <param name="map">The map, row by row.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="mapping">How the picture became the network's input.</param>
    /// <param name="colour">The colour of a value, 0xRRGGBB.</param>
    /// <param name="maxPixels">The pixels up to which a small picture is enlarged.</param>
    public byte[] DrawUnder(
        ReadOnlySpan<float> map, int rows, int columns, PixelMapping mapping, Func<float, uint> colour, long maxPixels)
    {
        int scale = Scale(maxPixels);
        (int width, int height) = (Width * scale, Height * scale);
        (double perColumn, double perRow) = ((double)mapping.ShownSize.Width / width, (double)mapping.ShownSize.Height / height);
        using var canvas = new Canvas(width, height, 0);
        uint[] row = new uint[width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                uint pixel = Pixel(x / scale, y / scale);
                row[x] = mapping.ToInput((x + 0.5) * perColumn, (y + 0.5) * perRow) is var (column, line)
                    ? InputPicture.Mix(pixel, colour(BilinearResize.At(map, rows, columns, column, line)))
                    : pixel;
            }

            canvas.SetRow(0, y, row);
        }

        return canvas.EncodePng();
    }

    /// <summary>The scale at which it is easy to see.</summary>
    /// <param name="maxPixels">The pixels up to which a small picture is enlarged.</param>
    public int Scale(long maxPixels)
    {
        int scale = InputPicture.EasyScale(Width, Height);
        while (scale > 1 && (long)Width * scale * Height * scale > maxPixels)
            scale--;
        return scale;
    }

    /// <summary>Draws it, each pixel as a square.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="scale">The side of a pixel.</param>
    /// <param name="over">The colour that covers a position, given from 0 to 1; null where none does.</param>
    public void DrawOn(Canvas canvas, int scale, Func<double, double, uint?>? over)
    {
        uint[] row = new uint[Width * scale];
        for (int y = 0; y < Height * scale; y++)
        {
            for (int x = 0; x < row.Length; x++)
            {
                uint pixel = Pixel(x / scale, y / scale);
                row[x] = over?.Invoke((x + 0.5) / row.Length, (y + 0.5) / (Height * scale)) is { } colour
                    ? InputPicture.Mix(pixel, colour)
                    : pixel;
            }

            canvas.SetRow(0, y, row);
        }
    }

    private uint Pixel(int x, int y)
    {
        ReadOnlySpan<byte> pixel = _pixels.AsSpan((y * Width + x) * 3, 3);
        return (uint)(pixel[0] << 16 | pixel[1] << 8 | pixel[2]);
    }
}
