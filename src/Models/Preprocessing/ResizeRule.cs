using Fovea.Imaging.Resampling;

namespace Fovea.Models.Preprocessing;

/// <summary>How the target size of a resize follows from the image's size.</summary>
public enum ResizeKind
{
    /// <summary>
    /// The shorter side becomes a given length; the longer one keeps the proportion, rounded down (torchvision's <c>Resize(int)</c>).
    /// </summary>
    ShortestEdge,

    /// <summary>Width and height are given; proportions are not kept.</summary>
    Exact,

    /// <summary>The image keeps its size.</summary>
    None,
}

/// <summary>The size to which an image is resized, and the filter.</summary>
public sealed record ResizeRule
{
    private ResizeRule(ResizeKind kind, int width, int height, ResizeFilter filter)
    {
        Kind = kind;
        Width = width;
        Height = height;
        Filter = filter;
    }

    /// <summary>No resizing.</summary>
    public static ResizeRule None { get; } = new(ResizeKind.None, 0, 0, ResizeFilter.Nearest);

    /// <summary>How the target size follows from the image's size.</summary>
    public ResizeKind Kind { get; }

    /// <summary>The target width, or the target length of the shorter side, in pixels; 0 without resizing.</summary>
    public int Width { get; }

    /// <summary>The target height, or the target length of the shorter side, in pixels; 0 without resizing.</summary>
    public int Height { get; }

    /// <summary>The filter.</summary>
    public ResizeFilter Filter { get; }

    /// <summary>The shorter side becomes <paramref name="size"/> pixels.</summary>
    public static ResizeRule ShortestEdge(int size, ResizeFilter filter) => new(ResizeKind.ShortestEdge, size, size, filter);

    /// <summary>The image becomes <paramref name="width"/> by <paramref name="height"/> pixels.</summary>
    public static ResizeRule Exact(int width, int height, ResizeFilter filter) => new(ResizeKind.Exact, width, height, filter);

    /// <summary>
    /// The size after resizing. For the shortest edge: <c>int(size * long / short)</c> with a true division, as torchvision computes
    /// it; square images become square.
    /// </summary>
    public (int Width, int Height) TargetSize(int width, int height)
    {
        switch (Kind)
        {
            case ResizeKind.None:
                return (width, height);
            case ResizeKind.Exact:
                return (Width, Height);
            default:
                int longer = (int)((double)((long)Width * Math.Max(width, height)) / Math.Min(width, height));
                return width <= height ? (Width, longer) : (longer, Width);
        }
    }
}
