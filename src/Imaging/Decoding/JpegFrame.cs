using Fovea.Imaging.Jpeg;

namespace Fovea.Imaging.Decoding;

/// <summary>Reads the frame header (SOFn, ITU-T T.81 B.2.2) of a JPEG, to distinguish unsupported kinds from damaged files.</summary>
internal static class JpegFrame
{
    /// <summary>Names the kind of JPEG if decoders do not commonly support it; null for an ordinary or a damaged file.</summary>
    public static string? DescribeUnsupported(ReadOnlySpan<byte> bytes)
    {
        var segments = new JpegSegments(bytes);
        while (segments.MoveNext() && segments.Marker is not (JpegMarker.StartOfScan or JpegMarker.EndOfImage))
        {
            if (JpegMarker.IsFrame(segments.Marker) && segments.Content.Length >= 6)
                return Describe(segments.Marker, precision: segments.Content[0], components: segments.Content[5]);
        }

        return null;
    }

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
