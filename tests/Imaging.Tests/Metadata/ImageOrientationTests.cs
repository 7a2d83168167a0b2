using System.Buffers.Binary;
using System.IO.Compression;
using Fovea.Imaging.Metadata;
using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Metadata;

/// <summary>The reader of orientations is safe and cheap for any bytes.</summary>
public sealed class ImageOrientationTests
{
    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly (ImageFormat Format, byte[] File)[] Files =
        [.. Recorded.Rows("orientations.tsv").Select(row => (Format(row[0]), Convert.FromBase64String(row[2])))];

    [Fact]
    public void Files_may_be_cut_anywhere()
    {
        foreach ((ImageFormat format, byte[] file) in Files)
        {
            for (int length = 0; length < file.Length; length++)
                AssertOrientation(format, file.AsSpan(0, length));
        }
    }

    [Fact]
    public void Files_may_be_damaged_anywhere()
    {
        var random = new Random(1);
        foreach ((ImageFormat format, byte[] file) in Files)
        {
            for (int i = 0; i < 200; i++)
            {
                byte[] damaged = [.. file];
                for (int n = random.Next(1, 5); n > 0; n--)
                    damaged[random.Next(damaged.Length)] = random.Next(3) == 0 ? (byte)255 : (byte)random.Next(256);
                AssertOrientation(format, damaged);
            }
        }
    }

    [Theory]
    [InlineData(ImageFormat.Bmp)]
    [InlineData(ImageFormat.Gif)]
    public void Other_formats_have_no_orientation(ImageFormat format) =>
        Assert.Equal(ExifOrientation.Normal, ImageOrientation.Read(format, Files[0].File));

    [Fact]
    public void A_text_that_unpacks_to_too_much_is_left_out()
    {
        byte[] large = new byte[200_000_000];
        byte[] text = [.. "Raw profile type exif"u8, 0, 0, .. Packed(large)];
        byte[] png = [.. PngSignature, .. Chunk("zTXt", text), .. Chunk("IEND", [])];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ExifOrientation.Normal, ImageOrientation.Read(ImageFormat.Png, png));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void Of_many_texts_one_is_unpacked()
    {
        byte[] packed = Packed(new byte[1_000_000]);
        byte[] text = Chunk("zTXt", [.. "Raw profile type exif"u8, 0, 0, .. packed]);
        byte[] png = [.. PngSignature, .. Enumerable.Repeat(text, 2000).SelectMany(chunk => chunk), .. Chunk("IEND", [])];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ExifOrientation.Normal, ImageOrientation.Read(ImageFormat.Png, png));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void Many_EXIF_segments_are_not_copied_over_and_over()
    {
        byte[] segment = [0xFF, 0xE1, 0xFF, 0xFF, .. "Exif\0\0"u8, .. new byte[0xFFFF - 8]];
        byte[] jpeg = [0xFF, 0xD8, .. Enumerable.Repeat(segment, 500).SelectMany(part => part)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ExifOrientation.Normal, ImageOrientation.Read(ImageFormat.Jpeg, jpeg));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private static ImageFormat Format(string name) => Enum.Parse<ImageFormat>(name.Split(':')[0], ignoreCase: true);

    private static void AssertOrientation(ImageFormat format, ReadOnlySpan<byte> file) =>
        Assert.InRange(ImageOrientation.Read(format, file), ExifOrientation.Normal, ExifOrientation.Rotate270);

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
            stream.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length, .. type.Select(c => (byte)c), .. content, 0, 0, 0, 0];
    }
}
