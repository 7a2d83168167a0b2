namespace Fovea.Models.Pictures;

/// <summary>Which pixels of a picture belong to something. Immutable.</summary>
public sealed class PictureMask
{
    // Where each run ends, down the columns; every second one is inside.
    private readonly int[] _ends;

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
        _ends = new int[counts.Count];
        for (int i = 0, end = 0; i < _ends.Length; i++)
            _ends[i] = end += counts[i];
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>Whether a pixel belongs to it.</summary>
    public bool this[int x, int y]
    {
        get
        {
            int at = (x * Height) + y, run = 0;
            for (int end = _ends.Length - 1; run < end;)
            {
                int middle = (run + end) / 2;
                (run, end) = _ends[middle] > at ? (run, middle) : (middle + 1, end);
            }

            return run % 2 == 1;
        }
    }

    /// <summary>
    /// Its parts of columns, the first column first, each from the top down: the column, the first row and the one after the last.
    /// </summary>
    internal IEnumerable<(int X, int Top, int Bottom)> Columns()
    {
        for (int i = 1; i < _ends.Length; i += 2)
        {
            for (int at = _ends[i - 1], end = _ends[i]; at < end;)
            {
                (int x, int top) = Math.DivRem(at, Height);
                int bottom = Math.Min(Height, top + end - at);
                yield return (x, top, bottom);
                at += bottom - top;
            }
        }
    }

    /// <summary>Gives its pixels a value.</summary>
    /// <param name="pixels">The pixels of a picture of that size, down the columns.</param>
    /// <param name="value">The value.</param>
    internal void Fill(Span<byte> pixels, byte value)
    {
        for (int i = 1; i < _ends.Length; i += 2)
            pixels[_ends[i - 1].._ends[i]].Fill(value);
    }
}
