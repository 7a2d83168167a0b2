using Fovea.Imaging.Decoding;
using Fovea.Imaging.Tests.Decoding;

namespace Fovea.Imaging.Tests.Tiff;

/// <summary>Kinds of TIFF that are not read are named, with what to do.</summary>
public sealed class UnsupportedTiffTests
{
    private static readonly TiffFile Gray = TiffFile.Of(20, 10, new byte[200]);

    [Theory]
    [InlineData(2, "CCITT (fax) compression")]
    [InlineData(3, "CCITT (fax) compression")]
    [InlineData(4, "CCITT (fax) compression")]
    [InlineData(6, "JPEG compression")]
    [InlineData(7, "JPEG compression")]
    [InlineData(34712, "JPEG 2000 compression")]
    [InlineData(50000, "Zstandard compression")]
    [InlineData(50001, "WebP compression")]
    [InlineData(12345, "compression 12345")]
    public void Compressions(uint number, string name) => Refusal.Check(
        Gray.With(259, number).ToArray(), ImageError.UnsupportedFormat,
        $"The image is a TIFF with {name}, which is not read; save it with LZW, Deflate, PackBits or without compression.");

    [Theory]
    [InlineData(4, "a transparency mask as its first picture")]
    [InlineData(6, "colours in YCbCr")]
    [InlineData(8, "colours in L*a*b*")]
    [InlineData(32803, "a camera's raw colours")]
    [InlineData(999, "colours of kind 999")]
    public void Colours(uint number, string name) => Refusal.Check(
        Gray.With(262, number).ToArray(), ImageError.UnsupportedFormat,
        $"The image is a TIFF with {name}, which is not read; save it as gray, RGB or CMYK.");

    [Theory]
    [InlineData(258, 12, "a TIFF with 1 samples of 12 bits per pixel (BlackIsZero), which is not read; save it with 8 bits per sample.")]
    [InlineData(258, 32, "a TIFF with 1 samples of 32 bits per pixel")]
    [InlineData(339, 3, "a TIFF with 1 samples of 8 bits per pixel (floating point, BlackIsZero)")]
    [InlineData(339, 2, "scale it to 0..255 and save it with 8 bits per sample")]
    [InlineData(277, 9, "a TIFF with 9 samples per pixel, which is not read; save it with at most 8")]
    [InlineData(266, 2, "a TIFF whose bits are in reversed order")]
    public void Samples(int tag, uint value, string text) =>
        Refusal.Check(Gray.With(tag, value).ToArray(), ImageError.UnsupportedFormat, text);

    [Fact]
    public void Samples_of_different_bits() => Refusal.Check(
        TiffFile.Of(20, 10, new byte[600], samples: 3, photometric: 2).With(258, 5, 6, 5).ToArray(), ImageError.UnsupportedFormat,
        "a TIFF whose samples differ in their bits");

    [Theory]
    [InlineData(3, 8)]
    [InlineData(2, 1)]
    [InlineData(2, 4)]
    public void Predictors(uint predictor, uint bits) => Refusal.Check(
        Gray.With(259, 5).With(258, bits).With(317, predictor).ToArray(), ImageError.UnsupportedFormat,
        $"a TIFF with predictor {predictor}");

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Predictors_of_floating_point(uint predictor) => Refusal.Check(
        TiffFile.Of(5, 5, new byte[100], compression: 5).With(258, 32).With(339, 3).With(317, predictor).ToArray(),
        ImageError.UnsupportedFormat, $"a TIFF with predictor {predictor} for samples of 32 bits");

    [Theory]
    [InlineData("49492B0008000000100000000000000000000000")]
    [InlineData("4D4D002B00080000000000000000001000000000")]
    public void BigTIFF(string hex) => Refusal.Check(
        Convert.FromHexString(hex), ImageError.UnsupportedFormat,
        "The image is a BigTIFF, which is not read; save it as an ordinary TIFF, or as PNG.");
}
