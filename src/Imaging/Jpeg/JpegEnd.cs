namespace Fovea.Imaging.Jpeg;

/// <summary>
/// Tells whether a JPEG of several scans is complete. libjpeg shows whatever scans have come; a caller that wants the picture, as Pillow
/// does, reads on until the end of the image (EOI).
/// </summary>
internal static class JpegEnd
{
    /// <summary>Whether the file has several scans, and ends before the end of the image. Its entropy-coded data are not decoded.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        bool severalScans = false;
        int components = 0;
        while (segments.MoveNext())
        {
            if (segments.Marker == JpegMarker.EndOfImage)
                return false;
            if (JpegMarker.IsFrame(segments.Marker) && segments.Content.Length >= 6)
            {
                components = segments.Content[5];
                severalScans |= JpegMarker.IsProgressive(segments.Marker);
            }
            else if (segments.Marker == JpegMarker.StartOfScan && segments.Content.Length >= 1)
            {
                // The first scan decides: one of fewer components than the frame has is not the only one.
                severalScans |= segments.Content[0] < components;
                if (!severalScans)
                    return false;
            }
        }

        return severalScans;
    }
}
