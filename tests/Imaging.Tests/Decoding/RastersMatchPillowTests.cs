using System.Globalization;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Decoding;

/// <summary>TIFF, TGA, PBM, PGM and PPM of every form that is read (tools/record-decoding/rasters.py).</summary>
public sealed class RastersMatchPillowTests
{
    private static readonly ImageDecoder Decoder = new();

    private static readonly Dictionary<string, string[]> Rows = Recorded.Rows("rasters.tsv").ToDictionary(row => row[0]);

    public static TheoryData<string> Cases => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_decodes_to_Pillows_pixels(string name)
    {
        string[] row = Rows[name];
        using DecodedImage image = Decoder.Decode(Convert.FromBase64String(row[5]));
        (int width, int height) = image.Orientation.SwapsSides() ? (image.Height, image.Width) : (image.Width, image.Height);
        byte[] upright = new byte[image.ByteCount];
        PixelPreparation.Run(image, upright: true, background: null, gray: false, upright);

        Assert.Equal((int.Parse(row[1], CultureInfo.InvariantCulture), int.Parse(row[2], CultureInfo.InvariantCulture)), (width, height));
        Assert.Equal(row[3], Recorded.Digest(Rgb.WithoutAlpha(upright)));
        if (row[4] != "-")
            Assert.Equal(row[4], Recorded.Digest(upright));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_that_was_cut_is_refused_or_lacks_nothing(string name)
    {
        byte[] file = Convert.FromBase64String(Rows[name][5]);
        using DecodedImage whole = Decoder.Decode(file);
        for (int length = 0; length < file.Length; length += Math.Max(1, file.Length / 40))
        {
            try
            {
                using DecodedImage image = Decoder.Decode(file.AsMemory(0, length));
                Assert.Equal(whole.Pixels, image.Pixels);
            }
            catch (ImageException error)
            {
                Assert.Equal(length < 18 ? error.Code : ImageError.Corrupt, error.Code);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Its_bytes_are_those_of_a_file(string name) =>
        Assert.True(FileSignatures.Recognize(Convert.FromBase64String(Rows[name][5]).AsSpan(0, 18)));
}
