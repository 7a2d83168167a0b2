using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Tests.Decoding;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Tiff;

/// <summary>TIFF files that ask for more than they have, or say what cannot be.</summary>
public sealed class HostileTiffTests
{
    private static readonly TiffFile Gray = TiffFile.Of(40, 30, Noise.Rgba(20, 15, 1));

    [Theory]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(16_385, 1)]
    [InlineData(16_384, 16_384)]
    public void A_huge_size_is_refused_from_the_header(uint width, uint height) =>
        Refusal.Check(Gray.With(256, width).With(257, height).ToArray(), ImageError.TooLarge, "pixels");

    [Theory]
    [InlineData(0, 30)]
    [InlineData(40, 0)]
    public void A_size_of_nothing_is_none(uint width, uint height) =>
        Refusal.Check(Gray.With(256, width).With(257, height).ToArray(), ImageError.Corrupt, "both sides must be at least 1");

    [Theory]
    [InlineData(256, "it has no ImageWidth")]
    [InlineData(257, "it has no ImageLength")]
    [InlineData(273, "StripOffsets and StripByteCounts have 0 and 1 values where 1 are needed")]
    public void What_is_needed_must_be_there(int tag, string text) => Refusal.Check(Gray.With(tag).ToArray(), ImageError.Corrupt, text);

    [Theory]
    [InlineData(278, 0, "strips of no rows")]
    [InlineData(278, 1, "StripOffsets and StripByteCounts have 1 and 1 values where 30 are needed")]
    [InlineData(277, 0, "BlackIsZero colours take 1 samples per pixel; it has 0")]
    [InlineData(322, 16, "tiles of 16x0 pixels")]
    [InlineData(262, 3, "a table of 0 values; indices of 8 bits need 768")]
    [InlineData(262, 2, "Rgb colours take 3 samples per pixel; it has 1")]
    public void What_the_header_says_must_fit(int tag, uint value, string text) =>
        Refusal.Check(Gray.With(tag, value).ToArray(), ImageError.Corrupt, text);

    [Theory]
    [InlineData(1, 1, "tiles of 1x1 pixels")]
    [InlineData(uint.MaxValue, 16, "tiles of 4294967295x16 pixels")]
    [InlineData(16, uint.MaxValue, "TileOffsets and TileByteCounts have 1 and 1 values where 3 are needed")]
    public void Tiles_have_a_size_that_makes_sense(uint width, uint height, string text) =>
        Refusal.Check(Gray.Tiled(width, height, 8).ToArray(), ImageError.Corrupt, text);

    [Theory]
    [InlineData(273, uint.MaxValue)]
    [InlineData(273, 1_000)]
    [InlineData(279, 0)]
    [InlineData(279, 1_199)]
    public void Offsets_beyond_the_end_and_counts_that_are_too_small_are_a_truncated_file(int tag, uint value) =>
        Refusal.Check(Gray.With(tag, value).ToArray(), ImageError.Corrupt, "40x30 pixels is truncated");

    [Fact]
    public void Strips_that_all_read_the_whole_file_are_refused()
    {
        uint[] offsets = [.. Enumerable.Repeat(8u, 30)], counts = [.. Enumerable.Repeat(uint.MaxValue, 30)];
        Refusal.Check(Gray.With(278, 1).With(273, offsets).With(279, counts).ToArray(), ImageError.Corrupt, "overlap");
    }

    [Fact]
    public void A_circle_of_directories_and_a_count_beyond_the_file_do_no_harm()
    {
        byte[] file = Gray.With(279, uint.MaxValue).ToArray();
        using DecodedImage image = new ImageDecoder().Decode(file);
        Assert.Equal(file[8], image.Pixels[0]);
        Assert.Equal(file[8 + 1199], image.Pixels[^2]);
    }

    [Theory]
    [InlineData("49492A00", "the file ends within the header")]
    [InlineData("49492A0000000000", "its directory would begin at byte 0 of 8")]
    [InlineData("49492A0008000000FF", "its directory would begin at byte 8 of 9")]
    [InlineData("49492A00FFFFFFFF00000000", "its directory would begin at byte 4294967295 of 12")]
    [InlineData("4D4D002A00000008FFFF", "a directory of 65535 entries at byte 8 ends beyond the file's 10 bytes")]
    [InlineData("49492A00080000000100000104000200000014000000", "the 2 values of ImageWidth at byte 20 end beyond")]
    [InlineData("49492A0008000000010001010400FFFFFFFF08000000", "the 4294967295 values of ImageLength at byte 8 end beyond")]
    [InlineData("49492A00080000000100000105000100000008000000", "ImageWidth has no whole numbers")]
    [InlineData("49492A00080000000000", "it has no ImageWidth")]
    public void A_directory_that_cannot_be_is_refused(string hex, string text) =>
        Refusal.Check(Convert.FromHexString(hex), ImageError.Corrupt, text);

    [Theory]
    [InlineData("FFFF", "code 511 cannot be")]
    [InlineData("807FC0", "code 511 cannot be")]
    [InlineData("8000", "is truncated")]
    [InlineData("80", "is truncated")]
    public void Codes_that_no_string_has_are_damage(string data, string text) =>
        Refusal.Check(TiffFile.Of(40, 30, Convert.FromHexString(data), compression: 5).ToArray(), ImageError.Corrupt, text);

    [Theory]
    [InlineData(8, "789C")]
    [InlineData(8, "0000000000")]
    [InlineData(8, "782000000001FFFF")]
    [InlineData(32946, "FFFFFFFFFF")]
    [InlineData(32773, "8080808080")]
    [InlineData(32773, "81")]
    [InlineData(32773, "7F00")]
    public void Data_that_cannot_be_unpacked_are_damage_or_too_short(int compression, string data) => Refusal.Check(
        TiffFile.Of(40, 30, Convert.FromHexString(data), compression).ToArray(), ImageError.Corrupt, "TIFF image of 40x30 pixels");

    [Fact]
    public void What_takes_too_long_is_refused()
    {
        var decoder = new ImageDecoder(new ImageLimits { MaxTime = TimeSpan.Zero });
        ImageException error = Assert.Throws<ImageException>(() => decoder.Decode(Gray.ToArray()));
        Assert.Equal(ImageError.TooLarge, error.Code);
        Assert.Equal("The TIFF image takes longer than 0 s to decode; send it smaller, or as PNG or JPEG.", error.Message);
    }
}
