using System.Globalization;
using System.Runtime.InteropServices;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Tests.Tiff;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Decoding;

/// <summary>PNG, TIFF and PNM of more than 8 bits per sample with all of their bits (tools/record-decoding/deep.py).</summary>
public sealed class DeepPicturesTests
{
    private static readonly ImageDecoder Decoder = new();

    private static readonly Dictionary<string, string[]> Rows = Recorded.Rows("deep.tsv").ToDictionary(row => row[0]);

    public static TheoryData<string> Cases => [.. Rows.Keys];

    public static TheoryData<string> BytesOnly =>
        [.. Recorded.Rows("rasters.tsv").Select(row => row[0]).Where(name => !Wide.Any(name.Contains))];

    // How the names of pictures of more than 8 bits tell it.
    private static readonly string[] Wide = ["16", "65535", "1023", "300", "float"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_keeps_all_of_its_bits(string name)
    {
        string[] row = Rows[name];
        using DecodedImage image = Decoder.DecodeDeep(File(name));
        DeepPixels deep = Assert.IsType<DeepPixels>(image.Deep);
        Assert.Equal((row[1], row[2], row[3]), (Text(image.Width), Text(image.Height), Text(deep.Samples)));
        Assert.Equal(row[4], Recorded.Digest(MemoryMarshal.AsBytes<float>(Planes(deep))));
        Assert.Equal(name == "png-orientation" ? ExifOrientation.Rotate90 : ExifOrientation.Normal, image.Orientation);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Its_bytes_are_the_nearest_ones(string name)
    {
        using DecodedImage image = Decoder.DecodeDeep(File(name));
        DeepPixels deep = image.Deep!;
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            (int green, int blue) = deep.IsGray ? (0, 0) : (1, 2);
            byte[] expected =
            [
                Nearest(deep.Plane(0)[i]), Nearest(deep.Plane(green)[i]), Nearest(deep.Plane(blue)[i]),
                deep.Alpha < 0 ? byte.MaxValue : Nearest(deep.Plane(deep.Alpha)[i]),
            ];
            Assert.Equal(expected, image.Pixels.Slice(4 * i, 4));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_that_was_cut_is_refused_or_lacks_nothing(string name)
    {
        byte[] file = File(name);
        using DecodedImage whole = Decoder.DecodeDeep(file);
        for (int length = 0; length < file.Length; length += Math.Max(1, file.Length / 40))
        {
            try
            {
                using DecodedImage image = Decoder.DecodeDeep(file.AsMemory(0, length));
                Assert.Equal(Planes(whole.Deep!), Planes(image.Deep!));
            }
            catch (ImageException error)
            {
                Assert.Equal(length < 18 ? error.Code : ImageError.Corrupt, error.Code);
            }
        }
    }

    [Theory]
    [MemberData(nameof(BytesOnly))]
    public void A_file_of_bytes_is_decoded_as_ever(string name)
    {
        byte[] file = Convert.FromBase64String(Recorded.Rows("rasters.tsv").Single(row => row[0] == name)[5]);
        using DecodedImage image = Decoder.DecodeDeep(file), ordinary = Decoder.Decode(file);
        Assert.Null(image.Deep);
        Assert.Equal(ordinary.Pixels, image.Pixels);
    }

    [Fact]
    public void Bits_that_are_not_asked_for_are_not_kept()
    {
        using DecodedImage image = Decoder.Decode(File("tiff-gray-none"));
        Assert.Null(image.Deep);
        Assert.Throws<ArgumentException>(() => PlanePreparation.IsStored(image, upright: true, background: null, channel: 0));
    }

    [Fact]
    public void Samples_of_more_bits_count_as_pixels()
    {
        byte[] file = File("png-rgb");
        const long Counted = 23 * 19 * 4;
        using DecodedImage image = new ImageDecoder(new ImageLimits { MaxPixels = Counted }).DecodeDeep(file);
        var error = Assert.Throws<ImageException>(() => new ImageDecoder(new ImageLimits { MaxPixels = Counted - 1 }).DecodeDeep(file));
        Assert.Equal(ImageError.TooLarge, error.Code);
        Assert.Equal(
            "The image has 23x19 pixels of 3 sample(s) with more than 8 bits, which take the memory of 1748 pixels of 8 bits; at most " +
            "1747 are read.", error.Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_float_that_is_no_number_is_damage_where_it_is_kept_and_black_in_bytes(float value)
    {
        byte[] file = TiffFile.Of(2, 1, MemoryMarshal.AsBytes<float>([200.9f, value]).ToArray()).With(258, 32).With(339, 3).ToArray();
        using DecodedImage image = Decoder.Decode(file);
        Assert.Equal([200, 200, 200, 255, 0, 0, 0, 255], image.Pixels.ToArray());
        var error = Assert.Throws<ImageException>(() => Decoder.DecodeDeep(file));
        Assert.Equal(ImageError.Corrupt, error.Code);
        Assert.Contains("a sample is infinite or no number", error.Message, StringComparison.Ordinal);
    }

    private static byte Nearest(float value) => (byte)Math.Clamp(Math.Round(value), 0, 255);

    private static byte[] File(string name) => Convert.FromBase64String(Rows[name][5]);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static float[] Planes(DeepPixels deep) => [.. Enumerable.Range(0, deep.Samples).SelectMany(i => deep.Plane(i).ToArray())];
}
