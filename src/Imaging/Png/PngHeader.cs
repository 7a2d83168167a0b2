using System.Buffers.Binary;
using Fovea.Imaging.Metadata;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Png;

/// <summary>The header of a PNG (PNG specification, third edition, 11.2.1).</summary>
/// <param name="Width">The width in pixels, at most <see cref="int.MaxValue"/>.</param>
/// <param name="Height">The height in pixels, at most <see cref="int.MaxValue"/>.</param>
/// <param name="Bits">The bits of a sample.</param>
/// <param name="ColorType">Which samples a pixel has: 0 gray, 2 RGB, 3 an index, 4 gray and alpha, 6 RGB and alpha.</param>
/// <param name="Interlacing">0 where rows follow each other, 1 for Adam7.</param>
internal sealed record PngHeader(int Width, int Height, int Bits, int ColorType, int Interlacing)
{
    private const int Length = 13;

    /// <summary>The stored samples of a pixel.</summary>
    public int Samples => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Whether a pixel has no sample of alpha, so that a chunk may name a colour that is transparent.</summary>
    public bool HasNoAlpha => ColorType is 0 or 2;

    /// <summary>Reads the header; null where the file does not begin with one.</summary>
    public static PngHeader? Find(ReadOnlySpan<byte> file)
    {
        var chunks = new PngChunks(file);
        if (!chunks.MoveNext() || !chunks.Current.Type.SequenceEqual("IHDR"u8) || chunks.Current.Content.Length != Length)
            return null;
        ReadOnlySpan<byte> content = chunks.Current.Content;
        return new PngHeader(Side(content), Side(content[4..]), content[8], content[9], content[12]);
    }

    /// <summary>Checks that rows are stored in an order that there is.</summary>
    /// <exception cref="FormatFaultException">They are not.</exception>
    public void Verify()
    {
        if (Interlacing > 1)
            throw FormatFaultException.Header($"interlacing {Interlacing}; it must be 0 or 1");
    }

    private static int Side(ReadOnlySpan<byte> bytes) => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes), int.MaxValue);
}
