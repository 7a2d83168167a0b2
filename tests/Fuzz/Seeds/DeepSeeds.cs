using System.Runtime.InteropServices;
using Fovea.Imaging.Tests.Png;
using Fovea.Imaging.Tests.Tiff;
using Fovea.Tests.Support;

namespace Fovea.Fuzz.Seeds;

/// <summary>Small pictures of more than 8 bits per sample, made by code.</summary>
internal static class DeepSeeds
{
    /// <summary>PNG of every kind, TIFF and PNM.</summary>
    public static IReadOnlyList<byte[]> All() => [.. Pngs(), .. Others()];

    private static IEnumerable<byte[]> Pngs()
    {
        foreach (int color in new[] { 0, 2, 4, 6 })
        {
            yield return PngFile.Noisy(7, 5, color, interlacing: 0);
            yield return PngFile.Noisy(9, 9, color, interlacing: 1);
        }

        byte[] transparent = PngFile.Gray(4, 3, (x, y) => (ushort)(x * y * 999)), name = PngFile.Chunk("tRNS"u8, [0, 0]);
        const int HeaderEnd = 33;
        yield return [.. transparent[..HeaderEnd], .. name, .. transparent[HeaderEnd..]];
    }

    private static IEnumerable<byte[]> Others()
    {
        byte[] floats = MemoryMarshal.AsBytes<float>([.. Enumerable.Range(0, 35).Select(i => i * 7.3f)]).ToArray();
        yield return TiffFile.Of(7, 5, floats).With(258, 32).With(339, 3).ToArray();
        yield return TiffFile.Of(7, 5, Noise.Rgba(7, 5, 1)[..70]).With(258, 16).ToArray();
        yield return TiffFile.Of(7, 3, Noise.Rgba(7, 6, 2)[..168], samples: 4, photometric: 2).With(258, 16).With(338, 1).ToArray();
        yield return [.. "P5 5 4 4095\n"u8, .. Noise.Rgba(5, 2, 3)];
        yield return [.. "P3 1 1 65535\n65535 0 31"u8];
    }
}
