using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.FeatureMaps.Drawing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.StyleTransfer;

/// <summary>
/// Pictures as they are optimised: planes of red, green and blue (or one of gray), each normalised with ImageNet's mean and deviation,
/// whatever the network takes. From there, an affine map for each channel leads to the network's input.
/// </summary>
internal sealed class PictureSpace
{
    private readonly PreprocessingSpec _network;
    private readonly float[] _slopes;
    private readonly float[] _offsets;
    private readonly double[] _means;
    private readonly double[] _deviations;

    /// <param name="network">What the network takes, at the size of the picture.</param>
    public PictureSpace(PreprocessingSpec network)
    {
        _network = network;
        Channels = network.ChannelCount;
        _means = Channels == 1 ? [Normalization.ImageNetMean.Average()] : Normalization.ImageNetMean;
        _deviations = Channels == 1 ? [Normalization.ImageNetStd.Average()] : Normalization.ImageNetStd;
        _slopes = new float[Channels];
        _offsets = new float[Channels];
        for (int plane = 0; plane < Channels; plane++)
        {
            double zero = network.Normalization.Apply(0, ChannelOf(plane));
            double perPixel = (network.Normalization.Apply(byte.MaxValue, ChannelOf(plane)) - zero) / byte.MaxValue;
            _slopes[plane] = (float)(perPixel * byte.MaxValue * _deviations[plane]);
            _offsets[plane] = (float)(zero + perPixel * byte.MaxValue * _means[plane]);
        }
    }

    public int Width => _network.Width;

    public int Height => _network.Height;

    public int Channels { get; }

    public int Length => Channels * Plane;

    private int Plane => Width * Height;

    /// <summary>Reads a picture: resized until it covers the size, and its centre taken.</summary>
    public float[] Read(DecodedImage image)
    {
        var preprocessor = new Preprocessor(new PreprocessingSpec
        {
            Width = Width,
            Height = Height,
            Channels = Channels == 1 ? ChannelOrder.Gray : ChannelOrder.Rgb,
            Layout = TensorLayout.Nchw,
            Resize = ResizeRule.Cover(Width, Height, ResizeFilter.Bilinear),
            Crop = CropRounding.Floor,
            Normalization = Channels == 1 ? Normalization.TorchVision(_means, _deviations) : Normalization.ImageNet,
            ApplyExifOrientation = true,
            Background = null,
        });
        float[] planes = new float[Length];
        preprocessor.Run<float>(image, planes);
        return planes;
    }

    /// <summary>Random pixels.</summary>
    public float[] Noise(long seed)
    {
        float[] planes = new float[Length];
        PixelNoise.Fill(planes, seed);
        for (int i = 0; i < planes.Length; i++)
            planes[i] = (float)((planes[i] - _means[i / Plane]) / _deviations[i / Plane]);
        return planes;
    }

    /// <summary>Writes the network's input.</summary>
    public void ToNetwork(ReadOnlySpan<float> planes, Span<float> input)
    {
        for (int plane = 0; plane < Channels; plane++)
        {
            (float slope, float offset) = (_slopes[plane], _offsets[plane]);
            (int first, int step) = PlaceOf(plane);
            ReadOnlySpan<float> pixels = planes.Slice(plane * Plane, Plane);
            for (int i = 0; i < pixels.Length; i++)
                input[first + i * step] = slope * pixels[i] + offset;
        }
    }

    /// <summary>Writes the gradient of the planes, of that of the network's input.</summary>
    public void ToPlanes(ReadOnlySpan<float> input, Span<float> planes)
    {
        for (int plane = 0; plane < Channels; plane++)
        {
            (int first, int step) = PlaceOf(plane);
            Span<float> slopes = planes.Slice(plane * Plane, Plane);
            for (int i = 0; i < slopes.Length; i++)
                slopes[i] = _slopes[plane] * input[first + i * step];
        }
    }

    /// <summary>The value of a plane, from 0 to 1 where it is a colour.</summary>
    public double ToUnit(float value, int plane) => value * _deviations[plane] + _means[plane];

    /// <summary>The value of a colour in a plane.</summary>
    public float FromUnit(double unit, int plane) => (float)((unit - _means[plane]) / _deviations[plane]);

    /// <summary>Draws a picture as PNG.</summary>
    /// <param name="planes">The picture.</param>
    /// <param name="side">The longest side that is drawn; a larger picture is reduced to every so many pixels.</param>
    public byte[] Png(ReadOnlySpan<float> planes, int side = int.MaxValue)
    {
        int step = (Math.Max(Width, Height) - 1) / side + 1;
        int columns = (Width - 1) / step + 1;
        int rows = (Height - 1) / step + 1;
        using var canvas = new Canvas(columns, rows, 0);
        uint[] row = new uint[columns];
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                int i = y * step * Width + x * step;
                uint red = Byte(planes, i, 0);
                row[x] = Channels == 1 ? red << 16 | red << 8 | red : red << 16 | Byte(planes, i, 1) << 8 | Byte(planes, i, 2);
            }

            canvas.SetRow(0, y, row);
        }

        return side == int.MaxValue ? canvas.EncodePng() : canvas.EncodePng();
    }

    private uint Byte(ReadOnlySpan<float> planes, int i, int plane) =>
        (uint)Math.Clamp(Math.Round(ToUnit(planes[plane * Plane + i], plane) * byte.MaxValue), 0, byte.MaxValue);

    private int ChannelOf(int plane) => _network.Channels == ChannelOrder.Bgr ? 2 - plane : plane;

    private (int First, int Step) PlaceOf(int plane) =>
        _network.Layout.IsChannelsLast() ? (ChannelOf(plane), Channels) : (ChannelOf(plane) * Plane, 1);
}
