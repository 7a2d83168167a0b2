namespace Fovea.Imaging.Gif;

/// <summary>The first frame of a GIF (GIF89a, sections 18 to 23), and the screen on which it is shown.</summary>
internal sealed record GifFrame
{
    /// <summary>The width of the picture in pixels: the screen's, or more where the frame goes beyond it.</summary>
    public required int Width { get; init; }

    /// <summary>The height of the picture in pixels: the screen's, or more where the frame goes beyond it.</summary>
    public required int Height { get; init; }

    /// <summary>The frame's first column.</summary>
    public required int Left { get; init; }

    /// <summary>The frame's first row.</summary>
    public required int Top { get; init; }

    /// <summary>The columns of the frame.</summary>
    public required int FrameWidth { get; init; }

    /// <summary>The rows of the frame.</summary>
    public required int FrameHeight { get; init; }

    /// <summary>Whether the rows come in four passes.</summary>
    public required bool IsInterlaced { get; init; }

    /// <summary>The colours of all 256 indices as RGBA, red first in memory.</summary>
    public required uint[] Colors { get; init; }

    /// <summary>The index of pixels that the frame does not cover: the transparent one, or 0 where there is none.</summary>
    public required byte Fill { get; init; }

    /// <summary>The bits of a pixel before compression: the initial size of a code, less 1.</summary>
    public required int CodeBits { get; init; }

    /// <summary>The offset of the first block of compressed data.</summary>
    public required int DataOffset { get; init; }
}
