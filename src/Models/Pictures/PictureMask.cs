using System.Collections;

namespace Fovea.Models.Pictures;

/// <summary>Which pixels of a picture belong to something. Immutable.</summary>
public sealed class PictureMask
{
    // Down the columns, the first column first.
    private readonly BitArray _pixels;

    /// <summary>
    /// The mask of COCO's run lengths: how many pixels outside, inside, outside and so on follow each other, down the columns, the first
    /// column first; the first number counts pixels outside, and may be 0 (cocoapi, <c>common/maskApi.h</c>).
    /// </summary>
    /// <exception cref="ArgumentException">The runs do not have width times height pixels together.</exception>
    public PictureMask(int width, int height, IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        long pixels = counts.Sum(count => (long)count);
        if (pixels != (long)width * height)
            throw new ArgumentException($"A mask of {width}x{height} has {(long)width * height} pixels, not {pixels}.", nameof(counts));
        (Width, Height) = (width, height);
        _pixels = new BitArray(width * height);
        int at = 0;
        for (int i = 0; i < counts.Count; at += counts[i++])
        {
            for (int pixel = at; i % 2 == 1 && pixel < at + counts[i]; pixel++)
                _pixels[pixel] = true;
        }
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>Whether a pixel belongs to it.</summary>
    public bool this[int x, int y] => _pixels[(x * Height) + y];
}
