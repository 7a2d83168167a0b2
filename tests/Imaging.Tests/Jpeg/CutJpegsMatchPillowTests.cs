using System.Globalization;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Jpeg;
using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Jpeg;

/// <summary>JPEGs that end too early, between and within scans, against Pillow: the same are refused, the others have its pixels.</summary>
public sealed class CutJpegsMatchPillowTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    private static readonly IReadOnlyList<string[]> Cut = Recorded.Rows("jpeg-cuts.tsv");

    // libjpeg-turbo before 3.0.1, with which Pillow was recorded, smooths the blocks of incomplete scans otherwise where chroma has half
    // the rows. Skia has a newer one.
    private static readonly string[] OlderSmoothing = ["progressive 420", "progressive, one unit", "progressive, with EXIF and comment"];

    public static TheoryData<string> Kinds => [.. Cut.Select(row => row[0])];

    public static TheoryData<string, string> Ended => [.. Recorded.Rows("jpeg-ends.tsv").Select(row => (row[0], row[1]))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_is_taken_at_the_lengths_at_which_Pillow_takes_it(string kind)
    {
        string[] row = Cut.Single(r => r[0] == kind);
        byte[] file = Convert.FromBase64String(row[2]);
        var accepted = row[1].Split(' ').Select(part => part.Split(':'))
            .ToDictionary(part => int.Parse(part[0], CultureInfo.InvariantCulture), part => part[1]);
        Assert.Contains(file.Length, accepted.Keys);
        for (int length = 3; length <= file.Length; length++)
            Assert.Equal((length, accepted.GetValueOrDefault(length, "refused")), (length, Outcome(file[..length])));
    }

    [Theory]
    [MemberData(nameof(Ended))]
    public void A_file_without_its_later_scans_that_has_an_end_shows_what_there_is(string kind, string length)
    {
        string[] row = Recorded.Rows("jpeg-ends.tsv").Single(r => r[0] == kind && r[1] == length);
        string outcome = Outcome(Convert.FromBase64String(row[3]));
        if (OlderSmoothing.Contains(kind))
            Assert.DoesNotContain(outcome, (string[])[row[2], "refused"]);
        else
            Assert.Equal(row[2], outcome);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        byte[] file = Convert.FromBase64String(Cut.Single(row => row[0] == "progressive 420")[2]);
        ImageException error = Assert.Throws<ImageException>(() => Decoder.Decode(file.AsMemory(0, 400)));
        Assert.Equal(ImageError.Corrupt, error.Code);
        Assert.Equal(
            "The JPEG image of 41x29 pixels is truncated: its pixels come in several scans, and the file ends before the last of them.",
            error.Message);
    }

    [Fact]
    public void An_end_within_a_segment_is_none()
    {
        byte[] file = Convert.FromBase64String(Cut.Single(row => row[0] == "progressive, with EXIF and comment")[2]);
        Assert.False(JpegEnd.IsMissing(file));
        Assert.True(JpegEnd.IsMissing(file.AsSpan(0, file.Length - 2)));
    }

    private static string Outcome(byte[] file)
    {
        try
        {
            using DecodedImage image = Decoder.Decode(file);
            return Recorded.Digest(Rgb.WithoutAlpha(image.Pixels));
        }
        catch (ImageException)
        {
            return "refused";
        }
    }
}
