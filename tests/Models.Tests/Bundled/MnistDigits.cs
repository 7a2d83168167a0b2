using System.Buffers.Binary;
using System.IO.Compression;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Bundled;

/// <summary>MNIST's 10,000 test digits from the idx files: 28x28 gray pixels, white ink on black, and the digit each shows.</summary>
internal static class MnistDigits
{
    public const int Side = 28;
    public const int PixelCount = Side * Side;
    public const int Count = 10_000;
    private const int ImagesMagic = 0x803;
    private const int LabelsMagic = 0x801;

    /// <summary>All test digits; skips the calling test where the files are absent.</summary>
    public static IReadOnlyList<MnistDigit> Load()
    {
        byte[] images = Read("mnist/t10k-images-idx3-ubyte.gz", ImagesMagic, 16, PixelCount);
        byte[] labels = Read("mnist/t10k-labels-idx1-ubyte.gz", LabelsMagic, 8, 1);
        return [.. Enumerable.Range(0, Count).Select(i => new MnistDigit(images.AsMemory(i * PixelCount, PixelCount), labels[i]))];
    }

    private static byte[] Read(string file, int magic, int headerLength, int bytesPerItem)
    {
        using var unpacked = new MemoryStream();
        using (var packed = new GZipStream(File.OpenRead(TestData.Path(file)), CompressionMode.Decompress))
            packed.CopyTo(unpacked);
        byte[] bytes = unpacked.ToArray();
        Assert.Equal(magic, BinaryPrimitives.ReadInt32BigEndian(bytes));
        Assert.Equal(headerLength + (Count * bytesPerItem), bytes.Length);
        return bytes[headerLength..];
    }
}

/// <summary>One digit: its pixels, 0 for paper to 255 for ink, and what it shows.</summary>
internal readonly record struct MnistDigit(ReadOnlyMemory<byte> Pixels, int Label);
