namespace Fovea.Models.Pictures;

/// <summary>Which pixels of a picture belong to something. Immutable.</summary>
public sealed class PictureMask
{
    private readonly bool[] _pixels;

    /// <summary>Takes the pixels, row by row.</summary>
    /// <exception cref="ArgumentException">There are not width times height of them.</exception>
    public PictureMask(int width, int height, bool[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != (long)width * height)
        {
            throw new ArgumentException(
                $"A mask of {width}x{height} has {(long)width * height} pixels, not {pixels.Length}.", nameof(pixels));
        }

        (Width, Height) = (width, height);
        _pixels = pixels;
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>The mask of COCO's run lengths, as <see cref="RunLengths"/> gives them.</summary>
    internal static PictureMask OfRunLengths(int width, int height, IReadOnlyList<int> counts)
    {
        bool[] pixels = new bool[width * height];
        int at = 0;
        for (int i = 0; i < counts.Count; at += counts[i++])
        {
            for (int pixel = at; i % 2 == 1 && pixel < at + counts[i]; pixel++)
                pixels[(pixel % height * width) + (pixel / height)] = true;
        }

        return new PictureMask(width, height, pixels);
    }

    /// <summary>Whether a pixel belongs to it.</summary>
    public bool this[int x, int y] => _pixels[((long)y * Width) + x];

    /// <summary>
    /// COCO's run lengths: how many pixels outside, inside, outside and so on follow each other, down the columns, the first column first;
    /// the first number counts pixels outside, and may be 0 (cocoapi, <c>common/maskApi.h</c>).
    /// </summary>
    public IReadOnlyList<int> RunLengths()
    {
        List<int> counts = [];
        bool inside = false;
        int run = 0;
        for (int x = 0; x < Width; x++)
        {
            for (int y = 0; y < Height; y++)
            {
                if (this[x, y] != inside)
                {
                    counts.Add(run);
                    (run, inside) = (0, !inside);
                }

                run++;
            }
        }

        counts.Add(run);
        return counts;
    }
}
