using SkiaSharp;

namespace Fovea.Models.Tests.Bundled;

/// <summary>
/// Makes a picture of an MNIST digit as if it had been written on paper and photographed: a JPEG of 120 to 400 pixels a side.
/// It has nothing in common with the code that made the training pictures. Everything follows from the seed.
/// </summary>
/// <remarks>
/// Ranges: the digit's 20-pixel box takes 45% to 80% of the side, its centre is up to 15% of the side off the middle (the box stays in the
/// picture), it is turned by up to 12 degrees; the contour lies at 15% to 65% of full ink, which makes strokes thicker or thinner; paper of
/// brightness 150 to 255 with up to 12% tint per channel, ink of up to 45% of the paper's brightness; light falls off by up to 35%
/// along a random direction and by up to 25% to the corners; edges are blurred over 0.5% to 2% of the side; the brightness has noise
/// with a standard deviation of up to 10.
/// </remarks>
internal sealed class PhotographedDigit
{
    private const int JpegQuality = 88;
    private readonly int _side;
    private readonly double _pixelsPerCell;
    private readonly (double X, double Y) _centre;
    private readonly (double Cos, double Sin) _turn;
    private readonly (double Level, double Width) _contour;
    private readonly (double X, double Y, double Corners) _light;
    private readonly double _noise;
    private ulong _state;

    private PhotographedDigit(int seed)
    {
        _state = (ulong)seed;
        _side = (int)Between(120, 401);
        double box = Between(0.45, 0.80);
        _pixelsPerCell = box * _side / 20;
        double reach = Math.Clamp(0.5 - (box / 2) - 0.04, 0, 0.15) * _side;
        _centre = ((_side / 2.0) + Between(-reach, reach), (_side / 2.0) + Between(-reach, reach));
        double angle = Between(-12, 12) * Math.PI / 180;
        _turn = (Math.Cos(angle), Math.Sin(angle));
        _contour = (Between(0.15, 0.65), Between(0.005, 0.02) * _side);
        double direction = Between(0, 2 * Math.PI);
        double slope = Between(0, 0.35);
        _light = (slope * Math.Cos(direction), slope * Math.Sin(direction), Between(0, 0.25));
        _noise = Between(0, 10);
    }

    /// <summary>The photograph of <paramref name="pixels"/> (28x28, 255 is ink) as the bytes of a JPEG file.</summary>
    public static byte[] Take(ReadOnlySpan<byte> pixels, int seed) => new PhotographedDigit(seed).Render(pixels);

    private byte[] Render(ReadOnlySpan<byte> pixels)
    {
        double brightness = Between(150, 255);
        double darkness = Between(0, 0.45);
        Span<double> paper = [brightness * Between(0.88, 1), brightness * Between(0.88, 1), brightness * Between(0.88, 1)];
        Span<double> ink =
            [paper[0] * darkness * Between(0.7, 1), paper[1] * darkness * Between(0.7, 1), paper[2] * darkness * Between(0.7, 1)];

        using var bitmap = new SKBitmap(new SKImageInfo(_side, _side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        for (int y = 0; y < _side; y++)
        {
            for (int x = 0; x < _side; x++)
            {
                double cover = Coverage(pixels, x + 0.5, y + 0.5);
                double light = LightAt(x + 0.5, y + 0.5);
                double noise = _noise * Normal();
                Span<byte> pixel = target.Slice((y * bitmap.RowBytes) + (x * 4), 4);
                for (int channel = 0; channel < 3; channel++)
                {
                    double value = noise + (light * (paper[channel] + ((ink[channel] - paper[channel]) * cover)));
                    pixel[channel] = (byte)Math.Clamp(Math.Round(value), 0, 255);
                }

                pixel[3] = 255;
            }
        }

        using SKData jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return jpeg.ToArray();
    }

    /// <summary>How much ink covers a point: the smoothly interpolated digit cut at the contour's level, with soft edges.</summary>
    private double Coverage(ReadOnlySpan<byte> pixels, double x, double y)
    {
        double right = (x - _centre.X) / _pixelsPerCell;
        double down = (y - _centre.Y) / _pixelsPerCell;
        double column = (_turn.Cos * right) + (_turn.Sin * down) + (MnistDigits.Side / 2.0) - 0.5;
        double row = (_turn.Cos * down) - (_turn.Sin * right) + (MnistDigits.Side / 2.0) - 0.5;
        double density = Interpolate(pixels, column, row);
        double softness = _contour.Width / _pixelsPerCell;
        return Math.Clamp(((density - _contour.Level) / softness) + 0.5, 0, 1);
    }

    private static double Interpolate(ReadOnlySpan<byte> pixels, double column, double row)
    {
        int left = (int)Math.Floor(column);
        int top = (int)Math.Floor(row);
        double across = Smooth(column - left);
        double along = Smooth(row - top);
        double upper = At(pixels, left, top) + (across * (At(pixels, left + 1, top) - At(pixels, left, top)));
        double lower = At(pixels, left, top + 1) + (across * (At(pixels, left + 1, top + 1) - At(pixels, left, top + 1)));
        return upper + (along * (lower - upper));
    }

    private static double Smooth(double t) => t * t * (3 - (2 * t));

    private static double At(ReadOnlySpan<byte> pixels, int column, int row) =>
        (uint)column < MnistDigits.Side && (uint)row < MnistDigits.Side ? pixels[(row * MnistDigits.Side) + column] / 255.0 : 0;

    private double LightAt(double x, double y)
    {
        double right = (2 * x / _side) - 1;
        double down = (2 * y / _side) - 1;
        return (1 + (_light.X * right) + (_light.Y * down)) * (1 - (_light.Corners * ((right * right) + (down * down)) / 2));
    }

    private double Between(double low, double high) => low + (Next() / (double)(1UL << 32) / (1UL << 32) * (high - low));

    /// <summary>
    /// Normally distributed as far as noise needs it: the sum of four uniform 16-bit numbers, brought to mean 0 and variance 1.
    /// </summary>
    private double Normal()
    {
        ulong bits = Next();
        ulong sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48);
        return ((sum / 65536.0) - 2) * Math.Sqrt(3);
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).</summary>
    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
