using Fovea.Bench.Soaking;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;

namespace Fovea.Bench.Tests.Soaking;

public sealed class SoakImageTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    public static TheoryData<string> BadNames => [.. SoakImage.Bad.Select(image => image.Name)];

    [Fact]
    public void Good_images_are_read()
    {
        foreach (SoakImage image in SoakImage.Good)
        {
            using DecodedImage decoded = Decoder.Decode(image.Bytes);
            Assert.Equal(image.Name, $"{decoded.Width}x{decoded.Height}");
        }
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public void Bad_images_are_refused(string name) =>
        Assert.Throws<ImageException>(() => Decoder.Decode(SoakImage.Bad.Single(image => image.Name == name).Bytes));
}
