using System.Globalization;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Metadata;

/// <summary>Every way in which a file tells its orientation, against Pillow's <c>exif_transpose</c>.</summary>
public sealed class OrientationMatchesPillowTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    private static readonly IReadOnlyList<string[]> Rows = Recorded.Rows("orientations.tsv");

    public static TheoryData<string> Cases => [.. Rows.Select(row => row[0])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_is_turned_as_Pillow_turns_it(string name)
    {
        string[] row = Rows.Single(r => r[0] == name);
        using DecodedImage image = Decoder.Decode(Convert.FromBase64String(row[2]));
        Assert.Equal((3, 2), (image.Width, image.Height));
        Assert.Equal((ExifOrientation)int.Parse(row[1], CultureInfo.InvariantCulture), image.Orientation);
    }
}
