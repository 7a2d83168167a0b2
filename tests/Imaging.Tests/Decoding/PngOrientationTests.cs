using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Tests.Decoding;

public sealed class PngOrientationTests
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    [Theory]
    [InlineData("49492A00080000000100120103000100000006000000", ExifOrientation.Rotate90)]
    [InlineData("4D4D002A000000080001011200030000000100080000", ExifOrientation.Rotate270)]
    [InlineData("4D4D002A000000080002010F00020000000100000000011200030000000100030000", ExifOrientation.Rotate180)]
    [InlineData("49492A00080000000100120103000100000009000000", ExifOrientation.Normal)]
    [InlineData("49492A00080000000100120104000100000006000000", ExifOrientation.Normal)]
    [InlineData("49492A00FFFFFFFF0100120103000100000006000000", ExifOrientation.Normal)]
    [InlineData("49492A0008000000FFFF1201030001", ExifOrientation.Normal)]
    [InlineData("49492A00", ExifOrientation.Normal)]
    [InlineData("", ExifOrientation.Normal)]
    public void The_orientation_is_in_the_first_directory(string exif, ExifOrientation expected)
    {
        byte[] bytes = Convert.FromHexString(exif);
        byte[] png = [.. Signature, .. Chunk("IDAT", [1, 2, 3]), .. Chunk("eXIf", bytes), .. Chunk("IEND", [])];
        Assert.Equal(expected, PngOrientation.Read(png));
    }

    [Fact]
    public void Lengths_that_lie_lead_nowhere()
    {
        byte[] exif = Convert.FromHexString("49492A00080000000100120103000100000006000000");
        byte[] png = [.. Signature, .. Chunk("IDAT", [1, 2, 3]), .. Chunk("eXIf", exif)];
        for (int length = 0; length < png.Length; length++)
            Assert.InRange(PngOrientation.Read(png.AsSpan(0, length)), ExifOrientation.Normal, ExifOrientation.Rotate90);
        png[8] = 0xFF;
        Assert.Equal(ExifOrientation.Normal, PngOrientation.Read(png));
    }

    private static byte[] Chunk(string type, byte[] data) =>
        [0, 0, 0, (byte)data.Length, .. type.Select(c => (byte)c), .. data, 0, 0, 0, 0];
}
