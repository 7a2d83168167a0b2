namespace Fovea.Imaging.Gif;

/// <summary>How decoding a frame ended.</summary>
internal enum GifResult
{
    /// <summary>All pixels have been read.</summary>
    Complete,

    /// <summary>The data end before the last pixel.</summary>
    Truncated,

    /// <summary>The data have a code that cannot be.</summary>
    Damaged,
}

/// <summary>Decodes the first frame of a GIF into RGBA. What the frame does not cover is filled as Pillow fills it.</summary>
internal static class GifDecoder
{
    /// <summary>The first row of each pass of an interlaced frame, and the distance to the next one (GIF89a, appendix E).</summary>
    private static readonly (int First, int Step)[] Passes = [(0, 8), (4, 8), (2, 4), (1, 2)];

    /// <summary>Decodes into pixels, rows without gaps. Pixels after the place where the data end are not read.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="frame">What <see cref="GifReader"/> read from it.</param>
    /// <param name="pixels">Width times height of the picture; red first in memory.</param>
    public static GifResult Decode(ReadOnlySpan<byte> file, GifFrame frame, Span<uint> pixels)
    {
        if (!LzwReader.Supports(frame.CodeBits))
            return GifResult.Damaged;
        pixels[..(frame.Width * frame.Height)].Fill(frame.Colors[frame.Fill]);
        var reader = new LzwReader(file[frame.DataOffset..], frame.CodeBits);
        (int, int)[] passes = frame.IsInterlaced ? Passes : [(0, 1)];
        foreach ((int first, int step) in passes)
        {
            for (int y = first; y < frame.FrameHeight; y += step)
            {
                Span<uint> row = pixels.Slice((frame.Top + y) * frame.Width + frame.Left, frame.FrameWidth);
                GifResult result = reader.Read(row, frame.Colors);
                if (result != GifResult.Complete)
                    return result;
            }
        }

        return GifResult.Complete;
    }
}
