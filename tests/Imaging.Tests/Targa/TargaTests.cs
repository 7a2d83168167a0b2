using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Targa;
using Fovea.Imaging.Tests.Decoding;

namespace Fovea.Imaging.Tests.Targa;

public sealed class TargaTests
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
    public void It_is_told_by_a_header_whose_fields_make_sense(string header) =>
        Assert.Equal("image/x-tga", ImageMediaType.Of(Convert.FromHexString(header + Pixels)));

    [Fact]
    public void It_is_told_by_its_footer()
    {
        byte[] file = [.. Convert.FromHexString("000002000000"), .. new byte[8], .. "TRUEVISION-XFILE.\0"u8];
        Assert.True(TargaHeader.Matches(file));
        Refusal.Check(file, ImageError.Corrupt, "its fields do not have the values of any TGA");
    }

    [Theory]
    [InlineData("000002000000000000000000000002001800")] // no width
    [InlineData("000002000000000000000000020002001900")] // 25 bits per pixel
    [InlineData("000004000000000000000000020002001800")] // no such kind
    [InlineData("000001000000000000000000020002000800")] // a colour table is wanted, and there is none
    [InlineData("0000020000000000000000000200020018C0")] // reserved bits
    [InlineData("000002000000")]
    [InlineData("00000200010020200000000000003001000026000000")] // a cursor
    public void Other_bytes_that_begin_with_zeros_are_none(string header) =>
        Assert.Null(ImageMediaType.Of(Convert.FromHexString(header)));

    [Theory]
    [InlineData("000002000000000000000000FFFFFFFF1800", ImageError.TooLarge, "65535x65535 pixels")]
    [InlineData("000002000000000000000000020002001800", ImageError.Corrupt, "is truncated")]
    [InlineData("00000A000000000000000000020002001800FF0102", ImageError.Corrupt, "is truncated")]
    [InlineData("0001010000FFFF1800000000020002000800", ImageError.Corrupt, "its pixels would begin at byte 196623 of 18")]
    [InlineData("000101000001001800000000020002000800FFFFFF00000001", ImageError.Corrupt, "index 1 has no colour: its table has 1 from 0")]
    [InlineData("000101050001001800000000020002000800FFFFFF00000001", ImageError.Corrupt, "index 0 has no colour")]
    [InlineData("FF0002000000000000000000020002001800", ImageError.Corrupt, "its pixels would begin at byte 273 of 18")]
    [InlineData("000003000000000000000000020002001800", ImageError.UnsupportedFormat, "a TGA of kind 3 with 24 bits per pixel")]
    public void What_cannot_be_is_refused(string hex, ImageError code, string text) =>
        Refusal.Check(Convert.FromHexString(hex), code, text);

    [Fact]
    public void A_packet_repeats_a_pixel()
    {
        using DecodedImage image = new ImageDecoder().Decode(Convert.FromHexString("00000A00000000000000000002000200180083010203"));
        Assert.Equal(Enumerable.Repeat(new byte[] { 3, 2, 1, 255 }, 4).SelectMany(pixel => pixel), image.Pixels.ToArray());
    }

    [Fact]
    public void Packets_may_go_on_in_the_next_row()
    {
        byte[] packed = Convert.FromHexString("00000B000000000000000000030002000820" + "8407" + "0009");
        using DecodedImage image = new ImageDecoder().Decode(packed);
        Assert.Equal([7, 7, 7, 7, 7, 9], Enumerable.Range(0, 6).Select(i => (int)image.Pixels[4 * i]));
    }

    [Fact]
    public void Fifteen_bits_are_five_for_each_colour()
    {
        using DecodedImage image = new ImageDecoder().Decode(Convert.FromHexString("000002000000000000000000010001000F20" + "007C"));
        Assert.Equal([255, 0, 0, 255], image.Pixels.ToArray());
    }
}
