using System.Globalization;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Gif;

/// <summary>First frames of GIFs against Pillow's <c>convert('RGB')</c> and <c>convert('RGBA')</c>.</summary>
public sealed class GifsMatchPillowTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    private static readonly IReadOnlyList<string[]> Rows = Recorded.Rows("gifs.tsv");

    public static TheoryData<string> Cases => [.. Rows.Select(row => row[0])];

    public static TheoryData<string> Cuts => [.. Recorded.Rows("gif-cuts.tsv").Select(row => row[0])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_first_frame_has_Pillows_pixels_or_both_refuse_it(string name)
    {
        string[] row = Rows.Single(r => r[0] == name);
        Assert.Equal(string.Join(' ', row[1..5]), Outcome(Convert.FromBase64String(row[5])));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void A_file_is_taken_from_the_block_on_that_has_its_last_pixel(string name)
    {
        string[] row = Recorded.Rows("gif-cuts.tsv").Single(r => r[0] == name);
        byte[] file = Convert.FromBase64String(row[2]);
        string whole = Outcome(file);
        int[] accepted = [.. row[1].Split(' ').Select(length => int.Parse(length, CultureInfo.InvariantCulture))];
        for (int length = 6; length <= file.Length; length++)
            Assert.Equal((length, accepted.Contains(length) ? whole : "0 0 refused -"), (length, Outcome(file[..length])));
    }

    [Fact]
    public void What_cannot_be_decoded_is_said()
    {
        byte[] File(string name) => Convert.FromBase64String(Rows.Single(row => row[0] == name)[5]);
        Assert.Equal("The bytes begin as GIF, but the image's header is truncated or damaged.", Error(File("no image")));
        Assert.Equal("The GIF image of 9x7 pixels is truncated: its data ends before its last pixel.", Error(File("too few pixels")));
        Assert.Equal(
            "The GIF image of 9x7 pixels is damaged: its data cannot be decoded (a code that cannot be).",
            Error(File("code that is not in the table")));
    }

    /// <summary>
    /// The table has 4,096 strings; behind the indices and the two codes for control none is left. Pillow refuses the file.
    /// </summary>
    [Fact]
    public void Indices_of_12_bits_leave_no_string_for_the_table() => Assert.Equal(
        "0 0 refused -",
        Outcome(Convert.FromHexString(
            "47494638396104000400810021000000FF020000F3000000FF21F904000A0000002C0100020002001100000C000A000021F904000A000000")));

    [Fact]
    public void Files_may_be_damaged_anywhere()
    {
        var random = new Random(1);
        foreach (string[] row in Rows)
        {
            byte[] file = Convert.FromBase64String(row[5]);
            for (int i = 0; i < 300; i++)
            {
                byte[] damaged = file[..random.Next(random.Next(2) * (file.Length - 1), file.Length + 1)];
                for (int n = random.Next(1, 6); n > 0 && damaged.Length > 6; n--)
                    damaged[random.Next(6, damaged.Length)] = (byte)random.Next(256);
                Outcome(damaged);
            }
        }
    }

    private static string Error(byte[] file) => Assert.Throws<ImageException>(() => Decoder.Decode(file)).Message;

    private static string Outcome(byte[] file)
    {
        try
        {
            using DecodedImage image = new SkiaImageDecoder(new ImageLimits { MaxPixels = 1_000_000 }).Decode(file);
            Assert.Equal(ExifOrientation.Normal, image.Orientation);
            string rgb = Recorded.Digest(Rgb.WithoutAlpha(image.Pixels));
            return $"{image.Width} {image.Height} {rgb} {Recorded.Digest(image.Pixels)}";
        }
        catch (ImageException)
        {
            return "0 0 refused -";
        }
    }
}
