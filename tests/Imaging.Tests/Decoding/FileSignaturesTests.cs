using System.Text;
using Fovea.Imaging.Decoding;

namespace Fovea.Imaging.Tests.Decoding;

/// <summary>Files and texts by their first bytes.</summary>
public sealed class FileSignaturesTests
{
    [Theory]
    [InlineData("89504E470D0A1A0A", null)]
    [InlineData("FFD8FFE0", null)]
    [InlineData("474946383961", null)]
    [InlineData("424D3A000000000000003600000028000000", null)]
    [InlineData("255044462D312E37", "PDF")]
    [InlineData("1F8B0800", "gzip data")]
    [InlineData("1F9D90", "compress data")]
    [InlineData("28B52FFD04", "Zstandard data")]
    [InlineData("425A6839314159265359", "bzip2 data")]
    [InlineData("FD377A585A00", "xz data")]
    [InlineData("377ABCAF271C", "a 7z archive")]
    [InlineData("526172211A070100", "a RAR archive")]
    [InlineData("04224D18", "LZ4 data")]
    [InlineData("789C", "zlib data")]
    [InlineData("50350A23", null)]
    [InlineData("49492A0008000000", null)]
    [InlineData("50370A57", "PAM")]
    public void Files(string start, string? name)
    {
        byte[] bytes = Convert.FromHexString(start);

        Assert.True(FileSignatures.Recognize(bytes));
        Assert.Equal(name, UnsupportedFormats.Name(bytes));
    }

    [Theory]
    [InlineData("C289504E47", "a PNG")]
    [InlineData("EFBFBD504E47", "a PNG")]
    [InlineData("89504E470A1A0A", "a PNG")]
    [InlineData("89504E470D0D0A1A0D0A", "a PNG")]
    [InlineData("C3BFC398C3BFC3A0", "a JPEG")]
    [InlineData("EFBFBDEFBFBDEFBFBDEFBFBD", "a JPEG")]
    public void Pictures_that_were_text(string start, string name)
    {
        byte[] bytes = Convert.FromHexString(start);

        Assert.True(FileSignatures.Recognize(bytes));
        Assert.Equal(name, TextDamage.Name(bytes));
    }

    [Theory]
    [InlineData("BMW is a car, and no bitmap")]
    [InlineData("BM")]
    [InlineData("P100")]
    [InlineData("P5 model")]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("xylophone")]
    [InlineData("")]
    public void Texts(string text) => Assert.False(FileSignatures.Recognize(Encoding.UTF8.GetBytes(text)));
}
