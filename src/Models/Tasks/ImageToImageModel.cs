using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tasks;

/// <summary>The pictures of one network.</summary>
internal sealed class ImageToImageModel : TaskModel
{
    // Where the network takes any size: large enough for margins to cost little, small enough for caches.
    private const int UsualTile = 256;

    private readonly PreprocessingSpec _spec;
    private readonly PictureOutput _output;
    private readonly PixelRounding _rounding;
    private readonly (double Black, double White) _range;

    public ImageToImageModel(ImageToImage task, TaskCandidate candidate, string output, PictureOutput picture)
        : base(task)
    {
        (_spec, _output) = (candidate.Inputs.Preprocessing!.Spec, picture);
        _range = candidate.Package.Picture.Range ?? RangeOfInput(_spec);
        // As the originals do it: luminances, and pictures of 0 to 255, are cut.
        _rounding = candidate.Package.Picture.Rounding
            ?? (IsLuminance || _range == (0, 255) ? PixelRounding.Cut : PixelRounding.Nearest);
        Outputs = [output];
        Tiles = _spec.SideMultiple is { } multiple ? FindTiles(candidate, multiple, picture) : null;
        Details = new PictureMakerDetails
        {
            PictureOutput = output,
            PictureScale = picture.Scale,
            PictureRange = [_range.Black, _range.White],
            PictureTile = Tiles is { } tiles ? [tiles.Width, tiles.Height] : null,
        };
    }

    public override IReadOnlyList<string> Outputs { get; }

    public override object Details { get; }

    internal override PictureTiles? Tiles { get; }

    private bool IsLuminance => _spec.Channels == ChannelOrder.Luminance;

    public override object? Keep(DecodedImage image, PreprocessingSpec prepared) =>
        IsLuminance && _output.Channels == 1 ? ChrominancePlanes.Read(image, prepared) : null;

    public override IReadOnlyList<AnswerMark> Marks(object answer) => [];

    public override object Answer(ImageOutputs outputs, TaskArguments arguments)
    {
        PixelMapping mapping = outputs.Mapping;
        int scale = _output.Scale;
        (int width, int height) = (mapping.Columns.Count * scale, mapping.Rows.Count * scale);
        PixelGrid pixels = Draw(outputs, width, height);
        return new MadePicture
        {
            Width = width,
            Height = height,
            ScaleX = (float)width / mapping.ShownSize.Width,
            ScaleY = (float)height / mapping.ShownSize.Height,
            Png = arguments.Form is null ? pixels.EncodePng(outputs.Cancellation) : [],
            Pixels = pixels,
        };
    }

    internal override object Trimmed(object answer) => (MadePicture)answer with { Pixels = null };

    private PixelGrid Draw(ImageOutputs outputs, int width, int height)
    {
        PixelMapping mapping = outputs.Mapping;
        int scale = _output.Scale, across = mapping.InputSize.Width * scale, down = mapping.InputSize.Height * scale;
        ReadOnlySpan<float> values = outputs.Floats(0);
        if (values.Length != _output.Channels * across * down)
        {
            throw new InferenceException(
                $"The network's picture has the shape {outputs.Shape(0)} for an input of {mapping.InputSize.Width}x" +
                $"{mapping.InputSize.Height} pixels; {_output.Channels} channel(s) of {across}x{down} pixels were expected.");
        }

        (byte[] Cb, byte[] Cr)? colours =
            outputs.Kept is ChrominancePlanes planes ? planes.Enlarge(mapping, scale, outputs.Cancellation) : null;
        int channels = _output.Channels == 1 && colours is null ? 1 : 3;
        byte[] pixels = new byte[checked(width * height * channels)];
        for (int y = 0; y < height; y++)
        {
            outputs.Cancellation.ThrowIfCancellationRequested();
            int first = ((mapping.Rows.Offset * scale + y) * across) + (mapping.Columns.Offset * scale);
            for (int x = 0; x < width; x++)
            {
                int pixel = (y * width) + x;
                if (channels == 1)
                    pixels[pixel] = Pixel(values[first + x]);
                else
                    (pixels[3 * pixel], pixels[(3 * pixel) + 1], pixels[(3 * pixel) + 2]) =
                        Colour(values, first + x, across * down, colours, pixel);
            }
        }

        return new PixelGrid(width, height, channels, pixels);
    }

    private (byte R, byte G, byte B) Colour(
        ReadOnlySpan<float> values, int at, int plane, (byte[] Cb, byte[] Cr)? colours, int pixel)
    {
        if (colours is var (cb, cr))
            return YCbCr.ToRgb(Pixel(values[at]), cb[pixel], cr[pixel]);
        (int start, int step) = _output.ChannelsLast ? (3 * at, 1) : (at, plane);
        (byte a, byte b, byte c) = (Pixel(values[start]), Pixel(values[start + step]), Pixel(values[start + 2 * step]));
        return _spec.Channels == ChannelOrder.Bgr ? (c, b, a) : (a, b, c);
    }

    private byte Pixel(float value)
    {
        if (!float.IsFinite(value))
            throw new InferenceException("A pixel of the network's picture is not a finite number.");
        float scaled = (value - (float)_range.Black) * (float)(byte.MaxValue / (_range.White - _range.Black));
        float limited = Math.Clamp(scaled, 0, byte.MaxValue);
        return (byte)(_rounding == PixelRounding.Cut ? limited : MathF.Round(limited, MidpointRounding.ToEven));
    }

    private static PictureTiles? FindTiles(TaskCandidate candidate, int multiple, PictureOutput picture)
    {
        Shape shape = candidate.Inputs.Shapes![0];
        if (!candidate.Inputs.Preprocessing!.Spec.IsTiled)
        {
            int side = (UsualTile + multiple - 1) / multiple * multiple;
            shape = shape.With(picture.RowAxis, side).With(picture.RowAxis + 1, side);
        }

        return PictureTiles.Find(candidate.Graph, shape, picture, multiple);
    }

    // What goes in as black and white comes out as black and white, where these are the same for all channels.
    private static (double Black, double White) RangeOfInput(PreprocessingSpec spec)
    {
        (float Black, float White)[] ranges =
        [
            .. Enumerable.Range(0, spec.ChannelCount)
                .Select(channel => (spec.Normalization.Apply(0, channel), spec.Normalization.Apply(byte.MaxValue, channel))),
        ];
        return Array.TrueForAll(ranges, range => range == ranges[0] && range.Black != range.White) ? ranges[0] : (0, 1);
    }
}
