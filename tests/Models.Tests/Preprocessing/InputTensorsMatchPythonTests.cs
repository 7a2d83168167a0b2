using System.Globalization;
using System.Runtime.InteropServices;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Preprocessing;

public sealed class InputTensorsMatchPythonTests
{
    private static readonly ImageDecoder Decoder = new();

    public static TheoryData<string> Photos => [.. Recorded.Rows("photos.tsv").Select(row => row[0]).Distinct()];

    public static TheoryData<int, int, int, string, string> Generated =>
        [.. Recorded.Rows("generated.tsv").Select(row => (Int(row[0]), Int(row[1]), Int(row[2]), row[3], row[4]))];

    public static TheoryData<int, int, int, string, string, string> Composited =>
        [.. Recorded.Rows("composited.tsv").Select(row => (Int(row[0]), Int(row[1]), Int(row[2]), row[3], row[4], row[5]))];

    public static TheoryData<int, int, int, int, int, string, string> Transparent =>
    [
        .. Recorded.Rows("transparent.tsv").Select(
            row => (Int(row[0]), Int(row[1]), Int(row[2]), Int(row[3]), Int(row[4]), row[5], row[6])),
    ];

    public static TheoryData<int, int, int, int, int, string> Oriented =>
        [.. Recorded.Rows("oriented.tsv").Select(row => (Int(row[0]), Int(row[1]), Int(row[2]), Int(row[3]), Int(row[4]), row[5]))];

    [Theory]
    [MemberData(nameof(Photos))]
    public void A_photo_becomes_the_recorded_tensor_of_every_network(string photo)
    {
        byte[] bytes = TestData.Read($"images/photos/{photo}");
        using DecodedImage image = Decoder.Decode(bytes);
        foreach (string[] row in Recorded.Rows("photos.tsv").Where(row => row[0] == photo))
            Assert.Equal($"{row[1]} {row[2]}", $"{row[1]} {Tensors.Digest(image, Specs.Network(row[1]))}");
    }

    [Theory]
    [MemberData(nameof(Generated))]
    public void A_generated_image_becomes_the_recorded_tensor(int width, int height, int seed, string network, string expected)
    {
        using DecodedImage image = Noise.Image(width, height, seed);
        Assert.Equal(expected, Tensors.Digest(image, Specs.Network(network)));
    }

    [Theory]
    [MemberData(nameof(Composited))]
    public void A_transparent_image_is_composited_as_Pillows_paste_does(
        int width, int height, int seed, string background, string rgb, string gray)
    {
        Assert.True(RgbColor.TryParse(background, out RgbColor color));
        using DecodedImage image = Noise.Image(width, height, seed);
        PreprocessingSpec spec = Specs.Raw(width, height, ResizeRule.None) with { Background = color };
        Assert.Equal(rgb, Tensors.PixelDigest(image, spec));
        Assert.Equal(gray, Tensors.PixelDigest(image, spec with { Channels = ChannelOrder.Gray }));
    }

    [Theory]
    [MemberData(nameof(Transparent))]
    public void A_transparent_image_keeps_its_alpha_where_the_network_takes_it(
        int width, int height, int seed, int toWidth, int toHeight, string filter, string expected)
    {
        using DecodedImage image = Noise.Image(width, height, seed);
        PreprocessingSpec spec = Specs.Raw(
            toWidth, toHeight, ResizeRule.Exact(toWidth, toHeight, Enum.Parse<ResizeFilter>(filter, ignoreCase: true)));
        Assert.Equal(expected, Tensors.PixelDigest(image, spec with { Channels = ChannelOrder.Rgba }));
    }

    [Theory]
    [MemberData(nameof(Oriented))]
    public void Every_orientation_is_applied_as_exif_transpose_does(
        int width, int height, int orientation, int toWidth, int toHeight, string expected)
    {
        using DecodedImage image = Noise.Image(width, height, orientation, (ExifOrientation)orientation);
        Assert.Equal(
            expected, Tensors.PixelDigest(image, Specs.Raw(toWidth, toHeight, ResizeRule.None) with { ApplyExifOrientation = true }));
    }

    [Fact]
    public void Every_order_of_operations_has_the_recorded_bits()
    {
        var forms = new Dictionary<string, Normalization>
        {
            ["x/127.5-1"] = new([new(NormalizationOperation.Divide, 127.5), new(NormalizationOperation.Subtract, 1)]),
            ["torchvision"] = Normalization.TorchVision([0.485], [0.229]),
            ["rescale double"] = new(
                [new(
                    NormalizationOperation.Multiply, [0.00392156862745098], DoublePrecision: true),
                    new(NormalizationOperation.Subtract, 0.485), new(NormalizationOperation.Divide, 0.229)]),
            ["rescale single"] = new(
                [new(
                    NormalizationOperation.Multiply, 0.00392156862745098), new(NormalizationOperation.Subtract, 0.485),
                    new(NormalizationOperation.Divide, 0.229)]),
            ["x/127.5-1 double"] = new(
                [new(
                    NormalizationOperation.Divide, [127.5], DoublePrecision: true),
                    new(NormalizationOperation.Subtract, [1], DoublePrecision: true)]),
        };
        foreach (string[] row in Recorded.Rows("normalized.tsv"))
        {
            float[] values = [.. Enumerable.Range(0, 256).Select(x => forms[row[0]].Apply((byte)x, 0))];
            Assert.Equal($"{row[0]} {row[1]}", $"{row[0]} {Recorded.Digest(MemoryMarshal.AsBytes<float>(values))}");
        }
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
