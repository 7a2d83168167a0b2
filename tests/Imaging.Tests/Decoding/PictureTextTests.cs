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
    [InlineData("s3://bucket/cat", PictureTextKind.Address)]
    [InlineData("git+ssh:\\/\\/host\\/cat", PictureTextKind.Address)]
    [InlineData("file:/home/me/cat", PictureTextKind.Address)]
    [InlineData("blob:http://localhost/3f0c", PictureTextKind.Address)]
    [InlineData("//pictures.example/cat", PictureTextKind.Address)]
    [InlineData("www.pictures.example/cat", PictureTextKind.WebAddress)]
    [InlineData("cat.png", PictureTextKind.Path)]
    [InlineData("/home/me/my cat.JPEG\n", PictureTextKind.Path)]
    [InlineData("../cat", PictureTextKind.Path)]
    [InlineData("C:\\cat", PictureTextKind.Path)]
    [InlineData("\\\\server\\cat", PictureTextKind.Path)]
    [InlineData(".png", null)]
    [InlineData("two lines\ncat.png", null)]
    [InlineData("//uQxAAAAAAAAAAAAAAAAAAAAAAAWGluZwAAAA8AAAAZAAAK1gAAAAAAAAAAAAAAAAAA", PictureTextKind.Base64)]
    [InlineData("R0lGODlhAQABAIAA", PictureTextKind.Base64)]
    [InlineData("UklGRiQAAABXRUJQ", PictureTextKind.Base64)]
    [InlineData("QkJCQkJCQkJCQkJC", PictureTextKind.Base64)]
    [InlineData("efficientnet-lite4", null)]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e", null)]
    [InlineData("3f0c9d8e-7b6a-5f4e-3d2c-1b0a99887766", null)]
    [InlineData("1://x", null)]
    [InlineData("x://", PictureTextKind.Path)]
    [InlineData("https:", null)]
    [InlineData("iVBORw0KGgoAAAA", null)]
    [InlineData("iVBORw0KGgoAAAANSUhEUg==, and more", null)]
    [InlineData("P2\n16\n16\n255\n1234567890123456\n", null)]
    [InlineData("a text of several words", null)]
    [InlineData("", null)]
    public void What_it_is(string text, PictureTextKind? kind) =>
        Assert.Equal(kind, PictureText.Recognize(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void All_base64_of_at_least_64_characters_is_recognised() =>
        Gen.Byte.Array[48, 500].Sample(
            bytes => PictureText.Recognize(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes))) == PictureTextKind.Base64);

    [Fact]
    public void It_has_a_name() =>
        Assert.Equal(
            ["base64 text", "a data URI", "a web address", "an address", "the path of a file"],
            Enum.GetValues<PictureTextKind>().Select(kind => kind.Name()));
}
