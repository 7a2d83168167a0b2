using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Tests.Tiff;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Decoding;

public sealed class ImageDecoderTests
{
    private const string All = "JPEG, PNG, WebP, BMP, GIF, TIFF, TGA or PNM (PBM, PGM, PPM)";

    private static readonly byte[] Tiff = TiffFile.Of(20, 10, new byte[200]).ToArray();

    [Theory]
    [InlineData("", "There are no bytes")]
    [InlineData("0000001C667479706176696600000000", "The bytes are AVIF, which is not read")]
    [InlineData("0000001C667479706865696300000000", "The bytes are HEIF, which is not read")]
    [InlineData("255044462D312E37", "The bytes are PDF, which is not read")]
    [InlineData("000002000000000000000000000002001800", "The bytes are of no known image format (they begin with 0000020000000000)")]
    public void Other_formats_are_refused_by_name(string hex, string message)
    {
        ImageException error = Assert.Throws<ImageException>(() => new ImageDecoder().Decode(Convert.FromHexString(hex)));
        Assert.Equal(ImageError.UnsupportedFormat, error.Code);
        Assert.Equal($"{message}; send {All}.", error.Message);
    }

    [Fact]
    public void What_Skia_reads_it_decodes()
    {
        foreach (byte[] file in SampleImages.Files.Values)
        {
            using DecodedImage expected = new SkiaImageDecoder().Decode(file);
            using DecodedImage image = new ImageDecoder().Decode(file);
            Assert.Equal(expected.Header, image.Header);
            Assert.Equal(expected.Pixels, image.Pixels);
        }
    }

    [Fact]
    public void A_format_that_is_not_accepted_is_refused_with_those_that_are()
    {
        var decoder = new ImageDecoder(formats: [ImageFormat.Png, ImageFormat.Jpeg]);
        decoder.Decode(SampleImages.Files["png"]).Dispose();
        decoder.Decode(SampleImages.Files["jpeg"]).Dispose();
        Assert.Equal("The bytes are TIFF, which is not accepted here; send PNG or JPEG.", Message(decoder, Tiff));
        Assert.Equal("The bytes are GIF, which is not accepted here; send PNG or JPEG.", Message(decoder, SampleImages.Files["gif"]));
        Assert.Equal("The bytes are PNG, which is not accepted here; send TIFF.",
            Message(new ImageDecoder(formats: [ImageFormat.Tiff]), SampleImages.Files["png"]));
    }

    [Fact]
    public void At_least_one_format_is_accepted() => Assert.Throws<ArgumentException>(() => new ImageDecoder(formats: []));

    [Fact]
    public void Limits_hold_for_every_format()
    {
        ImageException error = Assert.Throws<ImageException>(() => new ImageDecoder(new ImageLimits { MaxPixels = 199 }).Decode(Tiff));
        Assert.Equal("The image has 20x10 = 200 pixels; at most 199 are read.", error.Message);
    }

    private static string Message(ImageDecoder decoder, byte[] file)
    {
        ImageException error = Assert.Throws<ImageException>(() => decoder.Decode(file));
        Assert.Equal(ImageError.UnsupportedFormat, error.Code);
        return error.Message;
    }
}
