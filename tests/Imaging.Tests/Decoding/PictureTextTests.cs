using System.Text;
using CsCheck;
using Fovea.Imaging.Decoding;

namespace Fovea.Imaging.Tests.Decoding;

/// <summary>Texts in the place of a picture.</summary>
public sealed class PictureTextTests
{
    [Theory]
    [InlineData("iVBORw0KGgoAAAANSUhEUg==", PictureTextKind.Base64)]
    [InlineData(" \n\"iVBORw0KGgoAAAANSUhEUg==\"\n", PictureTextKind.Base64)]
    [InlineData("_9j_4AAQSkZJRgABAQ-ASABIAAD", PictureTextKind.Base64)]
    [InlineData("\uFEFFiVBORw0KGgoAAAANSUhEUg==", PictureTextKind.Base64)]
    [InlineData("data:image/png;base64,iVBO", PictureTextKind.DataUri)]
    [InlineData("Data:,", PictureTextKind.DataUri)]
    [InlineData("http://a", PictureTextKind.WebAddress)]
    [InlineData("HTTPS:\\/\\/a", PictureTextKind.WebAddress)]
    [InlineData("https:", null)]
    [InlineData("iVBORw0KGgoAAAA", null)]
    [InlineData("iVBORw0KGgoAAAANSUhEUg==, and more", null)]
    [InlineData("P2\n16\n16\n255\n1234567890123456\n", null)]
    [InlineData("a text of several words", null)]
    [InlineData("", null)]
    public void What_it_is(string text, PictureTextKind? kind) =>
        Assert.Equal(kind, PictureText.Recognize(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void All_base64_of_at_least_16_characters_is_recognised() =>
        Gen.Byte.Array[12, 500].Sample(
            bytes => PictureText.Recognize(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes))) == PictureTextKind.Base64);

    [Fact]
    public void It_has_a_name() =>
        Assert.Equal(
            ["base64 text", "a data URI", "a web address"], Enum.GetValues<PictureTextKind>().Select(kind => kind.Name()));
}
