using System.Diagnostics;
using Fovea.Imaging.Decoding;

namespace Fovea.Imaging.Tests.Decoding;

/// <summary>How a file is refused: for which reason, and at what cost.</summary>
internal static class Refusal
{
    private const long MostBytes = 200_000;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    private static readonly ImageDecoder Decoder = new();

    /// <summary>The file is refused with a message that has a text, for little memory and time.</summary>
    public static void Check(byte[] file, ImageError code, string text)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        ImageException error = Assert.Throws<ImageException>(() => Decoder.Decode(file));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Equal(code, error.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, MostTime);
    }
}
