using System.Buffers.Binary;

namespace Fovea.Imaging.Decoding;

/// <summary>Reads the frame header (SOFn, ITU-T T.81 B.2.2) of a JPEG, to distinguish unsupported kinds from damaged files.</summary>
internal static class JpegFrame
{
    /// <summary>Names the kind of JPEG if decoders do not commonly support it; null for an ordinary or a damaged file.</summary>
    public static string? DescribeUnsupported(ReadOnlySpan<byte> bytes)
    {
        int position = 2;
        while (position + 4 <= bytes.Length && bytes[position] == 0xFF)
        {
            byte marker = bytes[position + 1];
            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            if (IsFrameHeader(marker) && position + 10 <= bytes.Length)
                return Describe(marker, precision: bytes[position + 4], components: bytes[position + 9]);
            position += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(position + 2)..]);
        }

        return null;
    }

    // C4, C8 and CC are in the range of the frame headers, but stand for Huffman tables, an extension and arithmetic coding conditioning.
    private static bool IsFrameHeader(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static string? Describe(byte marker, byte precision, byte components) => (marker & 0x0F, precision, components) switch
    {
        (3 or 7 or 11 or 15, _, _) => "a lossless JPEG",
        (5 or 6 or 13 or 14, _, _) => "a hierarchical JPEG",
        (9 or 10, _, _) => "a JPEG with arithmetic coding",
        (_, not 8, _) => $"a JPEG with {precision} bits per sample",
        (_, _, not (1 or 3 or 4)) => $"a JPEG with {components} components",
        _ => null,
    };
}
