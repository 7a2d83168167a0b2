using System.Globalization;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Decoding;

public sealed class DecodingMatchesPillowTests
{
    private static readonly ImageDecoder Decoder = new();

    private static readonly Dictionary<string, string> Expected = Recorded.Rows("decoded.tsv").ToDictionary(row => row[0], Describe);

    public static TheoryData<string> SameFiles => [.. Expected.Keys.Where(file => !KnownDifferences.Reasons.ContainsKey(file))];

    public static TheoryData<string, string> OtherFiles => [.. KnownDifferences.Reasons.Select(pair => (pair.Key, pair.Value))];

    public static TheoryData<string> Kinds => [.. Recorded.Rows("encoded.tsv").Select(row => row[0])];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_file_that_Pillow_writes_decodes_to_its_pixels(string kind)
    {
        string[] row = Recorded.Rows("encoded.tsv").Single(r => r[0] == kind);
        Assert.Equal($"{row[1]}x{row[2]} orientation {row[3]} pixels {row[4]}", Outcome(Convert.FromBase64String(row[5])));
    }

    [Theory]
    [MemberData(nameof(SameFiles))]
    public void A_file_decodes_to_Pillows_pixels_or_both_refuse_it(string file) =>
        Assert.Equal(Expected[file], Outcome(TestData.Read($"images/{file}")));

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public void A_known_difference_is_still_one(string file, string reason)
    {
        string outcome = Outcome(TestData.Read($"images/{file}"));
        Assert.NotEqual(Expected[file], outcome);
        if (reason == KnownDifferences.Sixteen)
            Assert.Equal(Size(Expected[file]), Size(outcome));
        else
            Assert.Equal("refused", outcome);
    }

    private static string Size(string outcome) => outcome.Split(' ')[0];

    private static string Describe(string[] row)
    {
        // An orientation outside of 1 to 8 means nothing.
        int orientation = Math.Max(1, int.Parse(row[5], CultureInfo.InvariantCulture));
        return row[1] == "refused" ? "refused" : $"{row[3]}x{row[4]} orientation {orientation} pixels {row[6]}";
    }

    private static string Outcome(byte[] bytes)
    {
        try
        {
            using DecodedImage image = Decoder.Decode(bytes);
            return $"{image.Width}x{image.Height} orientation {(int)image.Orientation} pixels " +
                $"{Recorded.Digest(Rgb.WithoutAlpha(image.Pixels))}";
        }
        catch (ImageException)
        {
            return "refused";
        }
    }
}
