using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Tests.Pixels;

public sealed class ImageFormatsTests
{
    [Fact]
    public void Every_format_has_a_line() => Assert.Equal(Enum.GetValues<ImageFormat>(), ImageFormats.All);

    [Fact]
    public void A_format_is_found_by_its_name()
    {
        Assert.All(ImageFormats.All, format => Assert.Equal(format, ImageFormats.Find(format.DisplayName().ToLowerInvariant())));
        Assert.Null(ImageFormats.Find("HEIC"));
    }

    [Theory]
    [InlineData("JPEG", ImageFormat.Jpeg)]
    [InlineData("WebP or PNM (PBM, PGM, PPM)", ImageFormat.WebP, ImageFormat.Pnm)]
    [InlineData("PNG, GIF or TGA", ImageFormat.Png, ImageFormat.Gif, ImageFormat.Tga)]
    public void They_are_listed_as_in_a_sentence(string text, params ImageFormat[] formats) =>
        Assert.Equal(text, ImageFormats.List(formats));
}
