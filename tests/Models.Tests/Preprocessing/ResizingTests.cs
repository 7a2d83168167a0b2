using System.Globalization;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Preprocessing;

/// <summary>Resizing gives the bytes of Pillow and of OpenCV.</summary>
public sealed class ResizingTests
{
    public static TheoryData<int, int, int, int, int, string, string, string> Resizes =>
    [
        .. Recorded.Rows("resized.tsv").Concat(Recorded.Rows("resized-opencv.tsv"))
            .Select(r => (Int(r[0]), Int(r[1]), Int(r[2]), Int(r[3]), Int(r[4]), r[5], r[6], r[7])),
    ];

    [Theory]
    [MemberData(nameof(Resizes))]
    public void Every_filter_gives_the_originals_bytes(
        int width, int height, int seed, int toWidth, int toHeight, string filter, string rgb, string gray)
    {
        using DecodedImage image = Noise.Image(width, height, seed);
        PreprocessingSpec spec = Specs.Raw(
            toWidth, toHeight, ResizeRule.Exact(toWidth, toHeight, Enum.Parse<ResizeFilter>(filter, ignoreCase: true)));
        Assert.Equal(rgb, Tensors.PixelDigest(image, spec));
        Assert.Equal(gray, Tensors.PixelDigest(image, spec with { Channels = ChannelOrder.Gray }));
    }

    [Theory]
    [MemberData(nameof(Resizes))]
    public void A_crop_of_the_resized_image_has_the_bytes_of_the_whole(
        int width, int height, int seed, int toWidth, int toHeight, string filter, string rgb, string gray)
    {
        Assert.NotEqual(rgb, gray);
        using DecodedImage image = Noise.Image(width, height, seed);
        var rule = ResizeRule.Exact(toWidth, toHeight, Enum.Parse<ResizeFilter>(filter, ignoreCase: true));
        float[] whole = Tensors.Of(image, Specs.Raw(toWidth, toHeight, rule));
        (int cropWidth, int cropHeight) = (Math.Max(1, toWidth * 2 / 3), Math.Max(1, toHeight / 2));
        float[] crop = Tensors.Of(image, Specs.Raw(cropWidth, cropHeight, rule) with { Crop = CropRounding.Floor });
        (int left, int top) = ((toWidth - cropWidth) / 2, (toHeight - cropHeight) / 2);
        for (int y = 0; y < cropHeight; y++)
            Assert.Equal(whole.AsSpan(((top + y) * toWidth + left) * 3, cropWidth * 3), crop.AsSpan(y * cropWidth * 3, cropWidth * 3));
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
