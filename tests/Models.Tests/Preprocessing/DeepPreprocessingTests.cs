using System.Globalization;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Inference;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Preprocessing;

/// <summary>
/// Pictures with more than 8 bits per sample, as Pillow's mode F and numpy have them (tools/record-preprocessing/deep.py).
/// </summary>
public sealed class DeepPreprocessingTests
{
    public static TheoryData<int, int, int, int, int, string, string> Resizes =>
        [.. Recorded.Rows("resized-deep.tsv").Select(r => (Int(r[0]), Int(r[1]), Int(r[2]), Int(r[3]), Int(r[4]), r[5], r[6]))];

    public static TheoryData<int, int, int, int, string, string> Networks =>
        [.. Recorded.Rows("deep.tsv").Select(r => (Int(r[0]), Int(r[1]), Int(r[2]), Int(r[3]), r[4], r[5]))];

    [Theory]
    [MemberData(nameof(Resizes))]
    public void Every_filter_gives_Pillows_floats(int width, int height, int seed, int toWidth, int toHeight, string filter, string plane)
    {
        using DecodedImage image = Noise.Deep(width, height, seed, samples: 1);
        Assert.Equal(plane, Tensors.Digest(image, Gray(toWidth, toHeight, Exact(toWidth, toHeight, filter))));
    }

    [Theory]
    [MemberData(nameof(Resizes))]
    public void A_crop_of_the_resized_plane_has_the_bits_of_the_whole(
        int width, int height, int seed, int toWidth, int toHeight, string filter, string plane)
    {
        Assert.NotEmpty(plane);
        using DecodedImage image = Noise.Deep(width, height, seed, samples: 1);
        ResizeRule rule = Exact(toWidth, toHeight, filter);
        float[] whole = Tensors.Of(image, Gray(toWidth, toHeight, rule));
        (int cropWidth, int cropHeight) = (Math.Max(1, toWidth * 2 / 3), Math.Max(1, toHeight / 2));
        float[] crop = Tensors.Of(image, Gray(cropWidth, cropHeight, rule) with { Crop = Fovea.Imaging.Resizing.CropRounding.Floor });
        (int left, int top) = ((toWidth - cropWidth) / 2, (toHeight - cropHeight) / 2);
        for (int y = 0; y < cropHeight; y++)
            Assert.Equal(whole.AsSpan((top + y) * toWidth + left, cropWidth), crop.AsSpan(y * cropWidth, cropWidth));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_picture_becomes_the_recorded_tensor(int width, int height, int seed, int samples, string network, string expected)
    {
        using DecodedImage image = Noise.Deep(
            width, height, seed, samples, network == "gray_turned" ? ExifOrientation.Rotate90 : ExifOrientation.Normal);
        Assert.Equal(expected, Tensors.Digest(image, Network(network)));
    }

    [Theory]
    [InlineData("imagenet")]
    [InlineData("bgr_last")]
    [InlineData("gray_28")]
    public void A_picture_of_bytes_has_the_same_bits_with_and_without_depth(string network)
    {
        using DecodedImage image = Noise.Image(61, 43, seed: 3);
        Assert.Equal(
            Tensors.Digest(image, Network(network) with { KeepsDepth = false }), Tensors.Digest(image, Network(network)));
    }

    [Fact]
    public void Bytes_in_words_are_their_values()
    {
        byte[] bytes = Noise.Rgba(9, 7, seed: 1);
        float[] planes = [.. Enumerable.Range(0, 3).SelectMany(c => Enumerable.Range(0, 63).Select(i => (float)bytes[4 * i + c]))];
        using DecodedImage deep = DecodedImage.FromPlanes(9, 7, planes), ordinary = DecodedImage.FromPixels(9, 7, bytes);
        PreprocessingSpec spec = Specs.Raw(9, 7, ResizeRule.None) with { KeepsDepth = true };
        Assert.Equal(Tensors.Of(ordinary, spec), Tensors.Of(deep, spec));
    }

    [Fact]
    public void Without_depth_the_rounded_bytes_are_prepared()
    {
        using DecodedImage deep = Noise.Deep(31, 17, seed: 5, samples: 3);
        using DecodedImage rounded = DecodedImage.FromPixels(31, 17, deep.Pixels);
        PreprocessingSpec spec = Network("imagenet") with { KeepsDepth = false };
        Assert.Equal(Tensors.Of(rounded, spec), Tensors.Of(deep, spec));
        Assert.NotEqual(Tensors.Of(deep, spec with { KeepsDepth = true }), Tensors.Of(deep, spec));
    }

    [Fact]
    public void What_is_missing_is_padded_with_the_colour()
    {
        using DecodedImage image = Noise.Deep(4, 4, seed: 1, samples: 1);
        float[] tensor = Tensors.Of(image, Gray(4, 6, ResizeRule.None) with { Padding = new RgbColor(7, 7, 7) });
        Assert.Equal(Enumerable.Repeat(7f, 4), tensor[..4]);
        Assert.Equal(image.Deep!.Plane(0), tensor.AsSpan(4, 16));
        Assert.Equal(Enumerable.Repeat(7f, 4), tensor[20..]);
    }

    [Fact]
    public void A_part_of_the_picture_is_resized_as_a_picture_of_its_own()
    {
        using DecodedImage image = Noise.Deep(20, 10, seed: 2, samples: 1);
        float[] part = [.. Enumerable.Range(2, 5).SelectMany(y => image.Deep!.Plane(0).Slice(y * 20 + 7, 5).ToArray())];
        using DecodedImage cropped = DecodedImage.FromPlanes(5, 5, part);
        ResizeRule rule = ResizeRule.Exact(3, 4, ResizeFilter.Bicubic);
        Assert.Equal(
            Tensors.Of(cropped, Gray(3, 4, rule)), Tensors.Of(image, Gray(3, 4, rule) with { SourceCrop = new SourceCrop(0.5, 0.5) }));
    }

    [Fact]
    public void A_picture_has_the_size_of_its_own()
    {
        using DecodedImage image = Noise.Deep(13, 9, seed: 4, samples: 1);
        Preprocessor own = new Preprocessor(Gray(32, 32, ResizeRule.None) with { SideMultiple = 1 }).For(image);
        float[] tensor = new float[own.Spec.ElementCount];
        own.Run(image, tensor.AsSpan());
        Assert.Equal(image.Deep!.Plane(0), tensor);
    }

    [Fact]
    public void Half_precision_is_rounded_at_the_end()
    {
        using DecodedImage image = Noise.Deep(5, 3, seed: 6, samples: 1);
        PreprocessingSpec spec = Gray(5, 3, ResizeRule.None) with { ElementType = ElementType.Float16 };
        var tensor = new Half[15];
        new Preprocessor(spec).Run<Half>(image, tensor);
        Assert.Equal(image.Deep!.Plane(0).ToArray().Select(value => (Half)value), tensor);
    }

    private static PreprocessingSpec Network(string name) => (name switch
    {
        "imagenet" => Specs.Raw(56, 56, ResizeRule.ShortestEdge(64, ResizeFilter.Bicubic)) with
        {
            Layout = TensorLayout.Nchw,
            Normalization = Normalization.ImageNet,
        },
        "bgr_last" => Specs.Raw(56, 56, ResizeRule.ShortestEdge(64, ResizeFilter.Bilinear)) with
        {
            Channels = ChannelOrder.Bgr,
            Normalization = new Normalization([new(NormalizationOperation.Subtract, [103.94, 116.78, 123.68])]),
        },
        "gray_28" => Gray(28, 28, Exact(28, 28, "bilinear")),
        "gray_turned" => Gray(30, 20, Exact(30, 20, "lanczos")) with
        {
            ApplyExifOrientation = true,
            Normalization = new Normalization([new(NormalizationOperation.Divide, 127.5), new(NormalizationOperation.Subtract, 1)]),
        },
        "on_a_background" => Specs.Raw(33, 21, Exact(33, 21, "bicubic")) with
        {
            Layout = TensorLayout.Nchw,
            Background = new RgbColor(18, 200, 77),
        },
        "gray_on_a_background" => Gray(33, 21, Exact(33, 21, "bicubic")) with { Background = new RgbColor(18, 200, 77) },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such network in the recordings."),
    }) with
    {
        KeepsDepth = true,
    };

    private static PreprocessingSpec Gray(int width, int height, ResizeRule resize) =>
        Specs.Raw(width, height, resize) with { Channels = ChannelOrder.Gray, Layout = TensorLayout.Nchw, KeepsDepth = true };

    private static ResizeRule Exact(int width, int height, string filter) =>
        ResizeRule.Exact(width, height, Enum.Parse<ResizeFilter>(filter, ignoreCase: true));

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
