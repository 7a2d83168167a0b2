namespace Fovea.Models.Preprocessing;

/// <summary>
/// Sides that follow from a picture's: times a factor, cut to whole pixels, and rounded to a multiple plus a remainder. Proportions are
/// kept as well as that allows.
/// </summary>
public sealed record MultipleSides
{
    /// <summary>The multiple in pixels.</summary>
    public required int Of { get; init; }

    /// <summary>The remainder that is added to the multiple, in pixels.</summary>
    public int Plus { get; init; }

    /// <summary>What both sides are multiplied by, where the longer one does not become too long.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The most pixels of the longer side before it is rounded; null where there is no such limit.</summary>
    public int? Longest { get; init; }

    /// <summary>
    /// The pixels of the shorter side before it is rounded, or less where the longer one would have more than <see cref="Longest"/>; the
    /// factor does not count then. Null where the factor says it.
    /// </summary>
    public int? Shortest { get; init; }

    /// <summary>Whether the multiple is the next one down, else the nearest (halves to even).</summary>
    public bool RoundsDown { get; init; }

    /// <summary>
    /// The sides for a picture of <paramref name="width"/> by <paramref name="height"/> pixels; at least one multiple, or the remainder.
    /// </summary>
    public (int Width, int Height) For(int width, int height)
    {
        if (Shortest is { } shortest)
        {
            (int across, int down) = ShortestEdge(width, height, shortest);
            return (Rounded(across), Rounded(down));
        }

        int longer = Math.Max(width, height);
        double ratio = Longest is { } most && longer * Factor > most ? (double)most / longer : Factor;
        return (Side(width, ratio), Side(height, ratio));
    }

    // transformers, image_transforms.py, get_size_with_aspect_ratio: the longer side follows from the shorter one before that is rounded.
    private (int Width, int Height) ShortestEdge(int width, int height, int shortest)
    {
        (double shorter, double longer) = (Math.Min(width, height), Math.Max(width, height));
        double exact = Longest is { } most && longer / shorter * shortest > most ? most * shorter / longer : shortest;
        int side = (int)Math.Round(exact, MidpointRounding.ToEven);
        if (Math.Min(width, height) == side)
            return (width, height);
        return width < height ? (side, (int)(exact * height / width)) : ((int)(exact * width / height), side);
    }

    private int Side(int side, double ratio) => Rounded((int)(side * ratio));

    private int Rounded(int length)
    {
        int multiple = RoundsDown ? length / Of : (int)Math.Round((double)length / Of, MidpointRounding.ToEven);
        return (Math.Max(multiple, Plus == 0 ? 1 : 0) * Of) + Plus;
    }
}
