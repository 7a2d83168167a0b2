using Fovea.Imaging.Decoding;

namespace Fovea.Imaging.Tests.Decoding;

/// <summary>Formats without a signature of their own are told by what else their headers have.</summary>
public sealed class UnsupportedFormatsTests
{
    private const string Pixels = "000000000000000000000000";

    [Theory]
    [InlineData("000002000000000000000000020002001800")] // true colour
    [InlineData("00000A000000000000000000020002002008")] // true colour, run lengths, alpha
    [InlineData("000003000000000000000000020002000820")] // gray, top to bottom
    [InlineData("00000B000000000000000000020002000800")] // gray, run lengths
    [InlineData("000101000000011800000000020002000800")] // colour table
    [InlineData("000109000000011800000000020002000800")] // colour table, run lengths
    [InlineData("0500020000000000000000000200020010006869")] // with an id
    public void TGA_is_told_by_a_header_whose_fields_make_sense(string header) => Assert.Equal("TGA", Name(header + Pixels));

    [Fact]
    public void TGA_is_told_by_its_footer()
    {
        byte[] footer = [.. new byte[8], .. "TRUEVISION-XFILE.\0"u8];
        Assert.Equal("TGA", UnsupportedFormats.Name([.. Convert.FromHexString("000002000000"), .. footer]));
    }

    [Theory]
    [InlineData("000002000000000000000000000002001800")] // no width
    [InlineData("000002000000000000000000020002001900")] // 25 bits per pixel
    [InlineData("000004000000000000000000020002001800")] // no such kind
    [InlineData("000001000000000000000000020002000800")] // a colour table is wanted, and there is none
    [InlineData("0000020000000000000000000200020018C0")] // reserved bits
    [InlineData("000002000000")]
    public void Other_bytes_that_begin_with_zeros_are_not_named(string header) => Assert.Null(Name(header));

    [Theory]
    [InlineData("0000010001002020000001002000A810000016000000", "ICO")]
    [InlineData("0000020001002020000000000000A810000016000000", "CUR")]
    [InlineData("00000200020020200000000000003001000026000000", "CUR")]
    [InlineData("000001000100", "ICO")]
    public void Icons_and_cursors_are_told_by_their_entries(string header, string name) => Assert.Equal(name, Name(header));

    [Theory]
    [InlineData("0000020000002020000000000000A810000016000000")] // no picture
    [InlineData("0000020001002020000100000000A810000016000000")] // a reserved byte that is not zero
    [InlineData("0000020001002020000000000000A810000006000000")] // the picture would lie in the entries
    public void An_icon_whose_entry_cannot_be_is_none(string header) => Assert.Null(Name(header));

    private static string? Name(string hex) => UnsupportedFormats.Name(Convert.FromHexString(hex));
}
