namespace Fovea.Models.Postprocessing;

/// <summary>Where the pixels of one side of a picture as it is shown lie in a network's output.</summary>
/// <param name="Axis">The side of the picture that the network saw.</param>
/// <param name="IsReversed">Whether the shown picture has its pixels the other way round.</param>
internal readonly record struct ShownAxis(MapAxis Axis, bool IsReversed)
{
    /// <summary>The number of pixels.</summary>
    public int Length => Axis.Length;

    /// <summary>The two cells between whose centres a pixel's centre lies; null where the network does not see it.</summary>
    public MapWeight? this[int pixel] => Axis[IsReversed ? Length - 1 - pixel : pixel];

    /// <summary>The first and the last cell between which some pixels lie; null where the network sees none of them.</summary>
    /// <param name="first">The first of the pixels.</param>
    /// <param name="end">The one after the last.</param>
    public (int First, int Last)? Cells(int first, int end)
    {
        (int least, int most) = (int.MaxValue, -1);
        for (int pixel = first; pixel < end; pixel++)
        {
            if (this[pixel] is { } cells)
                (least, most) = (Math.Min(least, cells.First), Math.Max(most, cells.Second));
        }

        return most < 0 ? null : (least, most);
    }
}
