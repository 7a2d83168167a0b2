using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Decoding;

public sealed class SkiaImageDecoderTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    public static TheoryData<string> Formats => [.. SampleImages.Files.Keys];

    [Fact]
    public void A_format_is_taken_from_the_bytes()
    {
        Assert.Equal(
            [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Bmp, ImageFormat.Gif],
            SampleImages.Files.Values.Select(bytes => HeaderOf(bytes).Format));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("bmp")]
    public void Lossless_pixels_come_back(string format)
    {
        using DecodedImage image = Decoder.Decode(SampleImages.Files[format]);
        Assert.Equal((33, 21, ExifOrientation.Normal), (image.Width, image.Height, image.Orientation));
        Assert.Equal(Rgb.WithoutAlpha(Noise.Rgba(33, 21, 1)), Rgb.WithoutAlpha(image.Pixels));
        Assert.Equal(33 * 21 * 4, image.ByteCount);
    }

    [Fact]
    public void Of_a_GIF_the_first_frame_is_read_and_what_it_leaves_has_the_first_colour()
    {
        using DecodedImage image = Decoder.Decode(SampleImages.Files["gif"]);
        byte[] expected = [.. Enumerable.Repeat<byte[]>([0, 0, 0, 255], 4 * 4).SelectMany(pixel => pixel)];
        ((ReadOnlySpan<byte>)[255, 0, 0, 255, 0, 255, 0, 255]).CopyTo(expected.AsSpan((2 * 4 + 1) * 4));
        Assert.Equal(expected, image.Pixels.ToArray());
    }

    [Fact]
    public void A_slice_of_a_larger_buffer_is_decoded()
    {
        byte[] file = SampleImages.Files["png"];
        byte[] buffer = [1, 2, 3, .. file, 4, 5];
        using DecodedImage image = Decoder.Decode(buffer.AsMemory(3, file.Length));
        Assert.Equal(33, image.Width);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_truncated_image_is_refused_or_complete(string format)
    {
        byte[] file = SampleImages.Files[format];
        using DecodedImage whole = Decoder.Decode(file);
        int refused = 0;
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                using DecodedImage image = Decoder.Decode(file.AsMemory(0, length));
                Assert.Equal(whole.Pixels, image.Pixels);
            }
            catch (ImageException error)
            {
                Assert.Equal(length < 12 ? error.Code : ImageError.Corrupt, error.Code);
                refused++;
            }
        }

        // What may be missing is what follows the last pixel: an end marker, padding, later frames.
        Assert.InRange(refused, format == "gif" ? file.Length / 2 : file.Length - 24, file.Length);
    }

    [Theory]
    [InlineData("jpeg", "The JPEG image of 33x21 pixels is truncated: its data ends before its last pixel.")]
    [InlineData("png", "The PNG image of 33x21 pixels is truncated: its data ends before its last pixel.")]
    [InlineData("webp", "The WebP image of 33x21 pixels is damaged: its data cannot be decoded (InvalidInput).")]
    [InlineData("bmp", "The BMP image of 33x21 pixels is truncated: its data ends before its last pixel.")]
    public void Half_an_image_is_called_so(string format, string message)
    {
        byte[] file = SampleImages.Files[format];
        Assert.Equal(message, Assert.Throws<ImageException>(() => Decoder.Decode(file.AsMemory(0, file.Length / 2))).Message);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void An_image_beyond_the_limits_is_refused_from_its_header(string format)
    {
        byte[] file = SampleImages.Files[format];
        ImageHeader header = HeaderOf(file);
        AssertTooLarge(
            new ImageLimits { MaxSide = header.Width - 1 }, file, $"{header.Width}x{header.Height}",
            $"at most {header.Width - 1} pixels per side");
        AssertTooLarge(
            new ImageLimits { MaxPixels = header.Width * header.Height - 1 }, file, $"= {header.Width * header.Height} pixels",
            $"at most {header.Width * header.Height - 1}");
        using DecodedImage image = new SkiaImageDecoder(
            new ImageLimits { MaxSide = header.Width, MaxPixels = header.Width * header.Height }).Decode(file);
        Assert.Equal(header, image.Header);
    }

    [Fact]
    public void A_header_that_declares_a_huge_image_allocates_no_pixels()
    {
        byte[] file = SampleImages.Bitmap(2, 2, declaredWidth: 16_000, declaredHeight: 16_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImageException error = Assert.Throws<ImageException>(() => Decoder.Decode(file));
        Assert.Equal(ImageError.TooLarge, error.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData("", "There are no bytes")]
    [InlineData("49492A0008000000", "The bytes are TIFF, which is not accepted here")]
    [InlineData("4D4D002A00000008", "The bytes are TIFF, which is not accepted here")]
    [InlineData("0000001C667479706176696600000000", "The bytes are AVIF")]
    [InlineData("0000001C667479706865696300000000", "The bytes are HEIF")]
    [InlineData("00000100010010100000", "The bytes are ICO")]
    [InlineData("255044462D312E37", "The bytes are PDF")]
    [InlineData("3C7376672078", "The bytes are SVG")]
    [InlineData("7B22696D616765", "The bytes are JSON")]
    [InlineData("50360A31203120", "The bytes are PNM, which is not accepted here")]
    [InlineData("424D5720697320612063617220636F6D70616E79", "The bytes are of no known image format (they begin with 424D572069732061)")]
    [InlineData("52494646000000005741564520202020", "The bytes are of no known image format")]
    [InlineData("00", "The bytes are of no known image format (they begin with 00)")]
    public void Other_formats_are_refused_by_name(string hex, string message)
    {
        ImageException error = Assert.Throws<ImageException>(() => Decoder.Decode(Convert.FromHexString(hex)));
        Assert.Equal(ImageError.UnsupportedFormat, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("send JPEG, PNG, WebP, BMP or GIF.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xC3, 8, 3, "a lossless JPEG")]
    [InlineData(0xC9, 8, 3, "a JPEG with arithmetic coding")]
    [InlineData(0xC1, 12, 3, "a JPEG with 12 bits per sample")]
    [InlineData(0xC5, 8, 3, "a hierarchical JPEG")]
    [InlineData(0xC0, 8, 2, "a JPEG with 2 components")]
    public void Unusual_kinds_of_JPEG_are_told_from_damage(byte marker, byte precision, byte components, string kind) =>
        Assert.Equal(
            kind, JpegFrame.DescribeUnsupported(
                [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xFF, marker, 0, 11, precision, 0, 1, 0, 1, components, 0, 0, 0]));

    [Fact]
    public void A_JPEG_of_12_bits_is_an_unsupported_format()
    {
        ImageException error = Assert.Throws<ImageException>(
            () => Decoder.Decode(TestData.Read("images/awkward/libjpeg-turbo/monkey12.jpg")));
        Assert.Equal(ImageError.UnsupportedFormat, error.Code);
        Assert.Contains("12 bits per sample", error.Message, StringComparison.Ordinal);
    }

    private static void AssertTooLarge(ImageLimits limits, byte[] file, params string[] parts)
    {
        var decoder = new SkiaImageDecoder(limits);
        ImageException error = Assert.Throws<ImageException>(() => decoder.Decode(file));
        Assert.Equal(ImageError.TooLarge, error.Code);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static ImageHeader HeaderOf(byte[] file)
    {
        using DecodedImage image = Decoder.Decode(file);
        return image.Header;
    }
}
