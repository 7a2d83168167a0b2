using Fovea.Inference;
using Fovea.Models.FeatureMaps.Drawing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.FeatureMaps;

/// <summary>
/// The network's input as a picture again: each value is the pixel whose normalised value is nearest, which is the pixel that it was made
/// of.
/// </summary>
public sealed class InputPicture
{
    // How much of a channel's colour is drawn over the picture.
    private const double Cover = 0.6;

    // The longer side that a picture has at least.
    private const int EasySide = 224;

    private readonly uint[] _pixels;

    private InputPicture(int width, int height, uint[] pixels)
    {
        Width = width;
        Height = height;
        _pixels = pixels;
    }

    /// <summary>The columns.</summary>
    public int Width { get; }

    /// <summary>The rows.</summary>
    public int Height { get; }

    /// <summary>Reads the first image of an input.</summary>
    /// <param name="spec">How the input was made.</param>
    /// <param name="input">The input, with at least one image.</param>
    public static InputPicture Of(PreprocessingSpec spec, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(input);
        float[] values = FloatsOf(input, spec.ElementCount);
        int plane = spec.Width * spec.Height;
        int channels = spec.ChannelCount;
        PixelLookup[] lookups = [.. Enumerable.Range(0, channels).Select(channel => new PixelLookup(spec, channel))];
        uint[] pixels = new uint[plane];
        for (int i = 0; i < plane; i++)
        {
            uint red = Pixel(0), green = channels > 1 ? Pixel(1) : red, blue = channels > 1 ? Pixel(2) : red;
            pixels[i] = spec.Channels == ChannelOrder.Bgr ? blue << 16 | green << 8 | red : red << 16 | green << 8 | blue;

            uint Pixel(int channel) => lookups[channel].Find(
                values[spec.Layout.IsChannelsLast() ? i * channels + channel : channel * plane + i]);
        }

        return new InputPicture(spec.Width, spec.Height, pixels);
    }

    /// <summary>The values of the first image, as Float32.</summary>
    public static float[] FloatsOf(Tensor input, int count)
    {
        ArgumentNullException.ThrowIfNull(input);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = input.ElementType switch
            {
                ElementType.UInt8 => input.Span<byte>()[i],
                ElementType.Float16 => (float)input.Span<Half>()[i],
                ElementType.Float64 => (float)input.Span<double>()[i],
                _ => input.Span<float>()[i],
            };
        }

        return values;
    }

    /// <summary>Draws the picture as PNG, pixel by pixel.</summary>
    public byte[] EncodePng()
    {
        using var canvas = new Canvas(Width, Height, 0);
        for (int i = 0; i < _pixels.Length; i++)
            canvas.FillRectangle(i % Width, i / Width, 1, 1, _pixels[i]);
        return canvas.EncodePng();
    }

    /// <summary>Draws one channel over the picture, as PNG: each value covers the part of the picture that its place stands for.</summary>
    /// <param name="map">A map that can be drawn.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="options">The colours, the range that they span, and the scale.</param>
    /// <exception cref="PictureTooLargeException">The picture would have more pixels than are drawn.</exception>
    public byte[] DrawOver(FeatureMap map, int channel, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(options);
        ValueRange range = options.ScopeFor(map) == NormalizationScope.Layer ? ValueRange.OfLayer(map) : ValueRange.OfChannel(map, channel);
        var palette = Palette.Of(options.Colormap);
        return DrawOver(
            map.Channel(channel), map.Height, map.Width, value => palette.Colour(value, range.Min ?? 0, range.Max ?? 0), options,
            map.Layer.Name);
    }

    /// <summary>Draws values over the picture, as PNG: each covers the part of the picture that its place stands for.</summary>
    /// <param name="values">The values, row by row.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="colour">The colour of a value, 0xRRGGBB.</param>
    /// <param name="options">The scale, and the most pixels.</param>
    /// <param name="name">What the values are, for the error.</param>
    /// <exception cref="PictureTooLargeException">The picture would have more pixels than are drawn.</exception>
    internal byte[] DrawOver(
        ReadOnlySpan<float> values, int rows, int columns, Func<float, uint> colour, RenderOptions options, string name)
    {
        int scale = options.Scale ?? EasyScale(Width, Height);
        while (options.Scale is null && scale > 1 && !IsDrawable(Width, Height, scale, options.MaxPixels))
            scale--;
        if (!IsDrawable(Width, Height, scale, options.MaxPixels))
        {
            throw new PictureTooLargeException(
                $"The picture under '{name}' at scale {scale} would be {Width * (long)scale}x{Height * (long)scale} pixels; " +
                $"at most {options.MaxPixels} pixels and {PictureLayout.MaxSide} per side are drawn. Ask for " +
                $"{(scale > 1 ? "a smaller scale" : "the numbers, as npy or json")}.");
        }

        using var canvas = new Canvas(Width * scale, Height * scale, 0);
        for (int y = 0; y < Height * scale; y++)
        {
            int row = (int)((long)y * rows / (Height * scale));
            for (int x = 0; x < Width * scale; x++)
            {
                int column = (int)((long)x * columns / (Width * scale));
                uint over = colour(values[row * columns + column]);
                canvas.FillRectangle(x, y, 1, 1, Mix(_pixels[y / scale * Width + x / scale], over));
            }
        }

        return canvas.EncodePng();
    }

    /// <summary>Whether a picture of this size is drawn at a scale.</summary>
    public static bool IsDrawable(int width, int height, int scale, long maxPixels) =>
        (long)width * scale * height * scale <= maxPixels && Math.Max(width, height) * (long)scale <= PictureLayout.MaxSide;

    /// <summary>The scale at which a picture is easy to see.</summary>
    internal static int EasyScale(int width, int height)
    {
        int longer = Math.Max(width, height);
        return Math.Clamp((EasySide + longer - 1) / longer, RenderOptions.MinScale, RenderOptions.MaxScale);
    }

    /// <summary>The colour of a pixel that is covered.</summary>
    internal static uint Mix(uint under, uint over)
    {
        uint colour = 0;
        for (int shift = 0; shift <= 16; shift += 8)
            colour |= (uint)Math.Round(((under >> shift) & 0xFF) * (1 - Cover) + ((over >> shift) & 0xFF) * Cover) << shift;
        return colour;
    }
}
