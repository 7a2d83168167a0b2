using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Tests.Png;

public sealed class HostilePngTests
{
    private static readonly ImageDecoder Decoder = new();

    private static readonly byte[] End = PngFile.Chunk("IEND"u8, []);

    [Fact]
    public void Words_become_values_of_0_to_255_with_fractions()
    {
        using DecodedImage image = Decoder.DecodeDeep(PngFile.Gray(3, 2, (x, y) => (ushort)(257 * x + y)));
        Assert.Equal([0f, 1f, 2f, 1 / 257f, 258 / 257f, 515 / 257f], image.Deep!.Plane(0));
    }

    [Fact]
    public void A_filter_that_there_is_not_is_damage() => Refuses(
        ImageError.Corrupt, "filter 5 of a row; there are 0 to 4",
        [.. PngFile.Header(1, 1), .. PngFile.Chunk("IDAT"u8, PngFile.Deflate([5, 0, 0])), .. End]);

    [Fact]
    public void Another_order_of_rows_is_a_damaged_header() => Refuses(
        ImageError.Corrupt, "interlacing 2; it must be 0 or 1", [.. PngFile.Header(1, 1, interlacing: 2), .. End]);

    [Fact]
    public void A_file_without_data_is_truncated() => Refuses(ImageError.Corrupt, "is truncated", [.. PngFile.Header(5, 5), .. End]);

    [Fact]
    public void Data_that_are_not_packed_are_damage() => Refuses(
        ImageError.Corrupt, "its Deflate data", [.. PngFile.Header(5, 5), .. PngFile.Chunk("IDAT"u8, "no zlib data"u8), .. End]);

    [Fact]
    public void A_wrong_checksum_of_the_data_is_damage()
    {
        byte[] data = PngFile.Deflate(new byte[3]);
        data[^1]++;
        Refuses(ImageError.Corrupt, "its Deflate data", [.. PngFile.Header(1, 1), .. PngFile.Chunk("IDAT"u8, data), .. End]);
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-1, 1)]
    [InlineData(16_385, 1)]
    public void A_size_beyond_the_limits_takes_no_memory(int width, int height) => Refuses(
        ImageError.TooLarge, "at most 16384 pixels per side", [.. PngFile.Header(width, height), .. End]);

    [Fact]
    public void No_pixels_are_a_damaged_header() => Refuses(ImageError.Corrupt, "both sides must be at least 1", PngFile.Header(0, 7));

    [Fact]
    public void A_header_of_another_length_is_left_to_Skia() =>
        Refuses(ImageError.Corrupt, "header is truncated or damaged", PngFile.Header(4, 4).AsSpan(0, 20).ToArray());

    [Fact]
    public void Decoding_ends_when_its_time_is_over()
    {
        var decoder = new ImageDecoder(new ImageLimits { MaxTime = TimeSpan.Zero });
        var error = Assert.Throws<ImageException>(() => decoder.DecodeDeep(PngFile.Gray(9, 9, (_, _) => 0)));
        Assert.Equal(ImageError.TooLarge, error.Code);
    }

    private static void Refuses(ImageError code, string reason, byte[] file)
    {
        var error = Assert.Throws<ImageException>(() => Decoder.DecodeDeep(file));
        Assert.Equal(code, error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
