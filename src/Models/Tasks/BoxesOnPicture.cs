using Fovea.Models.Detectors;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tasks;

/// <summary>Takes boxes from the network's input to the picture as it is shown.</summary>
/// <param name="mapping">How the picture was prepared.</param>
/// <param name="scale">By which ratios they are scaled back.</param>
internal readonly struct BoxesOnPicture(PixelMapping mapping, PictureScale scale)
{
    private readonly double? _ratio = scale switch
    {
        PictureScale.OneRatio => mapping.Ratio,
        PictureScale.OfHeights => mapping.ResizedSize.Height / (double)mapping.ResizedRegion.Height,
        _ => null,
    };

    /// <summary>A box in pixels of the picture, which it may leave.</summary>
    public BoxCandidate Place(BoxCandidate box)
    {
        (double x1, double y1) = ToShown(box.X1, box.Y1);
        (double x2, double y2) = ToShown(box.X2, box.Y2);
        // The picture may have been turned or mirrored.
        return box with
        {
            X1 = (float)Math.Min(x1, x2),
            Y1 = (float)Math.Min(y1, y2),
            X2 = (float)Math.Max(x1, x2),
            Y2 = (float)Math.Max(y1, y2),
        };
    }

    /// <summary>The corners of a rotated box in pixels of the picture, which they may leave.</summary>
    public (double X, double Y)[] Corners(RotatedBox box)
    {
        (double X, double Y)[] corners = box.Regular().Corners();
        for (int i = 0; i < corners.Length; i++)
            corners[i] = ToShown(corners[i].X, corners[i].Y);
        return corners;
    }

    /// <summary>The rotated box of corners.</summary>
    public static DetectedRotation Rotated((double X, double Y)[] corners)
    {
        var box = RotatedBox.Of(corners);
        return new DetectedRotation((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height, (float)box.Angle);
    }

    /// <summary>The least box around corners.</summary>
    public static BoxCandidate Around((double X, double Y)[] corners, BoxCandidate box) => box with
    {
        X1 = (float)corners.Min(corner => corner.X),
        Y1 = (float)corners.Min(corner => corner.Y),
        X2 = (float)corners.Max(corner => corner.X),
        Y2 = (float)corners.Max(corner => corner.Y),
    };

    /// <summary>A key point in the picture, or the nearest position of the picture.</summary>
    public DetectedPoint Clip(BoxPoint point)
    {
        (double x, double y) = ToShown(point.X, point.Y);
        (int width, int height) = mapping.ShownSize;
        return new DetectedPoint((float)Math.Clamp(x, 0, width), (float)Math.Clamp(y, 0, height), point.Score);
    }

    /// <summary>What of a box is in the picture.</summary>
    public DetectedBox Clip(BoxCandidate box)
    {
        (int width, int height) = mapping.ShownSize;
        float x1 = Math.Clamp(box.X1, 0, width), y1 = Math.Clamp(box.Y1, 0, height);
        return new DetectedBox(x1, y1, Math.Clamp(box.X2, x1, width) - x1, Math.Clamp(box.Y2, y1, height) - y1);
    }

    private (double X, double Y) ToShown(double x, double y) =>
        scale == PictureScale.ByNetwork ? mapping.UnscaledToShown(x, y) : mapping.ToShown(x, y, _ratio);
}
