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
        (double x1, double y1) = mapping.ToShown(box.X1, box.Y1, _ratio);
        (double x2, double y2) = mapping.ToShown(box.X2, box.Y2, _ratio);
        // The picture may have been turned or mirrored.
        return box with
        {
            X1 = (float)Math.Min(x1, x2),
            Y1 = (float)Math.Min(y1, y2),
            X2 = (float)Math.Max(x1, x2),
            Y2 = (float)Math.Max(y1, y2),
        };
    }

    /// <summary>A key point in the picture, or the nearest position of the picture.</summary>
    public DetectedPoint Clip(BoxPoint point)
    {
        (double x, double y) = mapping.ToShown(point.X, point.Y, _ratio);
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
}
