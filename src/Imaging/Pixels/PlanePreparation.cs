namespace Fovea.Imaging.Pixels;

/// <summary>
/// What <see cref="PixelPreparation"/> does, for pixels with more than 8 bits and one channel at a time. Computed in float64; the result is
/// rounded to float32.
/// </summary>
public static class PlanePreparation
{
    /// <summary>The channel of luminance, after those of red, green and blue.</summary>
    public const int Luminance = 3;

    /// <summary>
    /// Whether a channel of an image is a plane of it as it is stored, so that nothing has to be computed: it lies in it as
    /// <see cref="DeepPixels.Plane"/> with the index of the channel, or 0 of a gray image.
    /// </summary>
    /// <param name="image">The image, with <see cref="DecodedImage.Deep"/>.</param>
    /// <param name="upright">Whether the EXIF orientation is applied.</param>
    /// <param name="background">The colour on which the pixels are composited; null ignores alpha.</param>
    /// <param name="channel">0 to 2 for red, green and blue, or <see cref="Luminance"/>.</param>
    /// <exception cref="ArgumentException">The image has 8 bits per sample.</exception>
    public static bool IsStored(DecodedImage image, bool upright, RgbColor? background, int channel)
    {
        DeepPixels deep = DeepOf(image);
        return (!upright || image.Orientation == ExifOrientation.Normal)
            && (background is null || deep.Alpha < 0)
            && (deep.IsGray || channel != Luminance);
    }

    /// <summary>Writes one channel of an image, rows from top to bottom without gaps.</summary>
    /// <remarks>
    /// On a background: value * alpha / 255 + background * (1 - alpha / 255). The luminance is 0.299 R + 0.587 G + 0.114 B (ITU-R 601-2),
    /// which leaves gray as it is.
    /// </remarks>
    /// <param name="image">The image, with <see cref="DecodedImage.Deep"/>.</param>
    /// <param name="upright">Whether the EXIF orientation is applied, which may swap width and height.</param>
    /// <param name="background">The colour on which the pixels are composited; null ignores alpha.</param>
    /// <param name="channel">0 to 2 for red, green and blue, or <see cref="Luminance"/>.</param>
    /// <param name="destination">One value per pixel.</param>
    /// <exception cref="ArgumentException">The image has 8 bits per sample.</exception>
    public static void Run(DecodedImage image, bool upright, RgbColor? background, int channel, Span<float> destination)
    {
        var source = new Colors(DeepOf(image), background);
        var walk = PixelWalk.Of(upright ? image.Orientation : ExifOrientation.Normal, image.Width, image.Height);
        int target = 0;
        for (int y = 0; y < walk.Height; y++)
        {
            int at = walk.Origin + y * walk.RowStep;
            for (int x = 0; x < walk.Width; x++, at += walk.Step)
                destination[target++] = (float)(channel == Luminance ? source.Gray(at) : source.Color(at, channel));
        }
    }

    private static DeepPixels DeepOf(DecodedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Deep ?? throw new ArgumentException("The image has 8 bits per sample; expected more, of DecodeDeep.", nameof(image));
    }

    /// <summary>The colours of pixels, composited.</summary>
    private readonly ref struct Colors
    {
        private readonly ReadOnlySpan<float> _red, _green, _blue, _alpha;
        private readonly RgbColor _background;

        public Colors(DeepPixels pixels, RgbColor? background)
        {
            _red = pixels.Plane(0);
            _green = pixels.IsGray ? _red : pixels.Plane(1);
            _blue = pixels.IsGray ? _red : pixels.Plane(2);
            _background = background ?? default;
            _alpha = background is null || pixels.Alpha < 0 ? default : pixels.Plane(pixels.Alpha);
        }

        public double Gray(int at) => 0.299 * Color(at, 0) + 0.587 * Color(at, 1) + 0.114 * Color(at, 2);

        public double Color(int at, int channel) => channel switch
        {
            0 => Composite(_red[at], _background.R, at),
            1 => Composite(_green[at], _background.G, at),
            _ => Composite(_blue[at], _background.B, at),
        };

        private double Composite(double value, double background, int at)
        {
            if (_alpha.IsEmpty)
                return value;
            double alpha = _alpha[at] / 255.0;
            return value * alpha + background * (1 - alpha);
        }
    }
}
