namespace Fovea.Models.Detectors;

/// <summary>Which numbers of a box are cut to whole pixels, toward zero, before it is compared with others. Answers are not cut.</summary>
internal enum PixelCut
{
    /// <summary>None.</summary>
    None,

    /// <summary>Both corners.</summary>
    Corners,

    /// <summary>The upper left corner, the width and the height, as OpenCV's whole rectangles.</summary>
    CornerAndSides,
}

/// <summary>Cuts boxes to whole pixels.</summary>
internal static class PixelCuts
{
    /// <summary>The box with the numbers cut.</summary>
    public static BoxCandidate Apply(this PixelCut cut, BoxCandidate box)
    {
        float x = MathF.Truncate(box.X1), y = MathF.Truncate(box.Y1);
        return cut switch
        {
            PixelCut.Corners => box with { X1 = x, Y1 = y, X2 = MathF.Truncate(box.X2), Y2 = MathF.Truncate(box.Y2) },
            PixelCut.CornerAndSides => box with
            {
                X1 = x,
                Y1 = y,
                X2 = x + MathF.Truncate(box.X2 - box.X1),
                Y2 = y + MathF.Truncate(box.Y2 - box.Y1),
            },
            _ => box,
        };
    }
}
