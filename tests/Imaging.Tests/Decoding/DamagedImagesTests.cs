using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Decoding;

/// <summary>Damaged files give an image or an <see cref="ImageException"/>, and nothing else.</summary>
public sealed class DamagedImagesTests
{
    private const int MutationsPerFile = 30;

    private static readonly ImageDecoder Decoder = new(new ImageLimits { MaxPixels = 1_000_000 });

    public static TheoryData<string> Samples => [.. SampleImages.Files.Keys];

    public static TheoryData<string> Rasters => [.. Recorded.Rows("rasters.tsv").Select(row => row[0])];

    public static TheoryData<string> AwkwardFiles =>
        [.. Recorded.Rows("decoded.tsv").Select(row => row[0]).Where(file => file.StartsWith("awkward/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Samples_may_be_damaged_anywhere(string format)
    {
        byte[] file = SampleImages.Files[format];
        var random = new Random(1);
        for (int i = 0; i < 500; i++)
            AssertImageOrRefusal(Damage(file, random));
    }

    [Theory]
    [MemberData(nameof(Rasters))]
    public void What_Skia_does_not_read_may_be_damaged_anywhere(string name)
    {
        byte[] file = Convert.FromBase64String(Recorded.Rows("rasters.tsv").Single(row => row[0] == name)[5]);
        var random = new Random(3);
        for (int i = 0; i < MutationsPerFile; i++)
            AssertImageOrRefusal(Damage(file, random));
    }

    [Theory]
    [MemberData(nameof(AwkwardFiles))]
    public void Awkward_files_may_be_damaged_anywhere(string name)
    {
        byte[] file = TestData.Read($"images/{name}");
        var random = new Random(2);
        for (int i = 0; i < MutationsPerFile; i++)
            AssertImageOrRefusal(Damage(file, random));
    }

    private static void AssertImageOrRefusal(byte[] bytes)
    {
        try
        {
            using DecodedImage image = Decoder.Decode(bytes);
            Assert.Equal(image.ByteCount, image.Pixels.Length);
            Assert.InRange((int)image.Orientation, 1, 8);
        }
        catch (ImageException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    // Some bytes changed, most of them near the begin where the headers are; at times the end cut off or bytes taken out.
    private static byte[] Damage(byte[] file, Random random)
    {
        byte[] damaged = [.. file];
        int changes = random.Next(1, 8);
        for (int i = 0; i < changes; i++)
        {
            int reach = random.Next(2) == 0 ? Math.Min(64, damaged.Length) : damaged.Length;
            damaged[random.Next(Math.Min(4, reach - 1), reach)] = random.Next(3) == 0 ? (byte)255 : (byte)random.Next(256);
        }

        return random.Next(4) switch
        {
            0 => damaged[..random.Next(damaged.Length)],
            1 => [.. damaged[..(damaged.Length / 2)], .. damaged[random.Next(damaged.Length / 2, damaged.Length)..]],
            _ => damaged,
        };
    }
}
