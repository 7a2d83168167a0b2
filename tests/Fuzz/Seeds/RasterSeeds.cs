using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Fovea.Imaging.Tests.Tiff;
using Fovea.Tests.Support;

namespace Fovea.Fuzz.Seeds;

/// <summary>Small TIFF, TGA, PBM, PGM and PPM files, made by code.</summary>
internal static class RasterSeeds
{
    private const int Width = 17;
    private const int Height = 20;

    /// <summary>Every kind of them.</summary>
    public static IEnumerable<byte[]> All() => [.. Tiffs().Select(file => file.ToArray()), .. Targas(), .. Anymaps()];

    private static IEnumerable<TiffFile> Tiffs()
    {
        byte[] gray = Noise.Rgba(Width, Height, 1)[..(Width * Height)], color = Noise.Rgba(Width, Height, 2)[..(3 * Width * Height)];
        yield return TiffFile.Of(Width, Height, gray);
        yield return TiffFile.Of(Width, Height, gray, photometric: 0);
        yield return TiffFile.Of(Width, Height, PackBits(gray), compression: 32773);
        yield return TiffFile.Of(Width, Height, Lzw(color), compression: 5, samples: 3, photometric: 2);
        yield return TiffFile.Of(Width, Height, Lzw(color), compression: 5, samples: 3, photometric: 2).With(317, 2);
        yield return TiffFile.Of(Width, Height, Deflate(color), compression: 8, samples: 3, photometric: 2).With(317, 2);
        yield return TiffFile.Of(Width, Height, Noise.Rgba(Width, Height, 3), samples: 4, photometric: 5);
        yield return TiffFile.Of(Width, Height, Noise.Rgba(Width, Height, 4), samples: 4, photometric: 2).With(338, 1).With(274, 6);
        yield return TiffFile.Of(Width, Height, color, samples: 3, photometric: 2).With(284, 2)
            .With(273, 8, 8 + Width * Height, 8 + 2 * Width * Height).With(279, Width * Height, Width * Height, Width * Height);
        yield return TiffFile.Of(Width, Height, color, samples: 1).With(258, 16);
        yield return TiffFile.Of(Width, Height, gray).With(258, 1);
        yield return TiffFile.Of(Width, Height, gray, photometric: 3).With(258, 4)
            .With(320, [.. Enumerable.Range(0, 48).Select(i => (uint)i * 999)]);
        yield return TiffFile.Of(Width, Height, Noise.Rgba(32, 32, 5)[..1024]).Tiled(16, 16, 8, 264, 520, 776);
        yield return TiffFile.Of(Width, Height, gray).With(278, 7).With(273, 8, 127, 246).With(279, 119, 119, 102);
    }

    private static IEnumerable<byte[]> Targas()
    {
        foreach ((string header, int bytes) in new[]
        {
            ("000002000000000000000000090005001800", 135), ("00000A000000000000000000090005002028", 400),
            ("000003000000000000000000090005000810", 45), ("00000B000000000000000000090005001030", 200),
            ("000101000020001800000000090005000800", 96 + 45), ("000109020020001000000000090005000820", 64 + 90),
            ("000002000000000000000000090005001000", 90),
        })
        {
            byte[] content = Noise.Rgba(10, 10, 6)[..bytes];
            for (int i = 0; i < bytes; i++)
                content[i] &= header[4] == '0' && header[3] == '1' ? (byte)31 : (byte)255;
            yield return [.. Convert.FromHexString(header), .. content];
        }
    }

    private static IEnumerable<byte[]> Anymaps()
    {
        byte[] pixels = Noise.Rgba(9, 5, 7);
        string text = string.Join(' ', pixels.Take(135));
        yield return Encoding.ASCII.GetBytes("P1\n# bits\n9 5\n" + string.Concat(pixels.Take(45).Select(value => value & 1)));
        yield return Encoding.ASCII.GetBytes($"P2\n9 5\n255\n{text}");
        yield return Encoding.ASCII.GetBytes($"P3 9 5 300\n{text}");
        foreach (string header in new[] { "P4 9 5\n", "P5 9 5 255\n", "P5 9 5 1023\n", "P6 9 5 255\n", "P6 5 5 1000\n" })
            yield return [.. Encoding.ASCII.GetBytes(header), .. pixels];
    }

    // Literal runs of up to 128 bytes.
    private static byte[] PackBits(byte[] data) => [.. data.Chunk(128).SelectMany(run => (byte[])[(byte)(run.Length - 1), .. run])];

    private static byte[] Deflate(byte[] data)
    {
        using var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true))
            stream.Write(data);
        return target.ToArray();
    }

    // Codes of 9 bits, cleared before they would grow.
    private static byte[] Lzw(byte[] data)
    {
        int[] codes = [.. data.Chunk(200).SelectMany(part => (int[])[256, .. part.Select(value => (int)value)]), 257];
        byte[] packed = new byte[codes.Length * 9 / 8 + 4];
        for (int i = 0; i < codes.Length; i++)
        {
            Span<byte> place = packed.AsSpan(i * 9 / 8, 4);
            uint bits = (uint)codes[i] << (23 - i * 9 % 8);
            BinaryPrimitives.WriteUInt32BigEndian(place, BinaryPrimitives.ReadUInt32BigEndian(place) | bits);
        }

        return packed;
    }
}
