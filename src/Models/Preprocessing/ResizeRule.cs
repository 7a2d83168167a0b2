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

    /// <summary>
    /// Proportions are kept, and the image becomes as small as it can be while it covers a width and a height (timm's
    /// <c>ResizeKeepRatio</c>).
    /// </summary>
    Cover,

    /// <summary>Proportions are kept, and the image becomes as large as it can be within a width and a height.</summary>
    Fit,

    /// <summary>Both sides become multiples that follow from the picture's (<see cref="MultipleSides"/>).</summary>
    Multiple,
}

/// <summary>How the sides of <see cref="ResizeKind.Fit"/> become whole pixels.</summary>
public enum FitRounding
{
    /// <summary>Both sides are divided by the larger ratio and rounded, halves to even (timm).</summary>
    Nearest,

    /// <summary>Both sides are multiplied by the smaller ratio and rounded, halves to even (Ultralytics).</summary>
    Product,

    /// <summary>Both sides are multiplied by the smaller ratio and cut, so that the longer one may lose a pixel (YOLOX).</summary>
    ProductDown,

    /// <summary>Both sides are multiplied by the smaller ratio and rounded, halves up (mmcv).</summary>
    ProductHalfUp,

    /// <summary>The longer side has its length exactly, and the other one is cut (MediaPipe, YuNet).</summary>
    Floor,
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

    /// <summary>The target width, or the target length of the shorter side, in pixels; 0 where the picture tells it.</summary>
    public int Width { get; }

    /// <summary>The target height, or the target length of the shorter side, in pixels; 0 where the picture tells it.</summary>
    public int Height { get; }

    /// <summary>The filter.</summary>
    public ResizeFilter Filter { get; }

    /// <summary>How the sides become whole pixels with <see cref="ResizeKind.Fit"/>.</summary>
    public FitRounding Rounding { get; private init; }

    /// <summary>How the sides follow from the picture's with <see cref="ResizeKind.Multiple"/>; null with other rules.</summary>
    public MultipleSides? Sides { get; private init; }

    /// <summary>The shorter side becomes <paramref name="size"/> pixels.</summary>
    public static ResizeRule ShortestEdge(int size, ResizeFilter filter) => new(ResizeKind.ShortestEdge, size, size, filter);

    /// <summary>The image becomes <paramref name="width"/> by <paramref name="height"/> pixels.</summary>
    public static ResizeRule Exact(int width, int height, ResizeFilter filter) => new(ResizeKind.Exact, width, height, filter);

    /// <summary>The image becomes the smallest one that covers <paramref name="width"/> by <paramref name="height"/> pixels.</summary>
    public static ResizeRule Cover(int width, int height, ResizeFilter filter) => new(ResizeKind.Cover, width, height, filter);

    /// <summary>The image becomes the largest one within <paramref name="width"/> by <paramref name="height"/> pixels.</summary>
    public static ResizeRule Fit(int width, int height, ResizeFilter filter, FitRounding rounding = FitRounding.Nearest) =>
        new(ResizeKind.Fit, width, height, filter) { Rounding = rounding };

    /// <summary>Both sides follow from the image's as <paramref name="sides"/> says.</summary>
    public static ResizeRule Multiple(MultipleSides sides, ResizeFilter filter) =>
        new(ResizeKind.Multiple, 0, 0, filter) { Sides = sides };

    /// <summary>The ratio by which <see cref="ResizeKind.Fit"/> multiplies both sides of an image; null with other rules.</summary>
    public double? RatioOf(int width, int height) =>
        Kind == ResizeKind.Fit ? Math.Min((double)Height / height, (double)Width / width) : null;

    /// <summary>
    /// The size after resizing. For the shortest edge: <c>int(size * long / short)</c> with a true division, as torchvision computes
    /// it; square images become square. With <see cref="ResizeKind.Cover"/>, both sides are divided by the ratio of one of them and
    /// rounded, halves to even; with <see cref="ResizeKind.Fit"/>, as <see cref="Rounding"/> says.
    /// </summary>
    public (int Width, int Height) TargetSize(int width, int height)
    {
        switch (Kind)
        {
            case ResizeKind.None:
                return (width, height);
            case ResizeKind.Exact:
                return (Width, Height);
            case ResizeKind.Multiple:
                return Sides!.For(width, height);
            case ResizeKind.Cover:
                return Divided(width, height, Math.Min((double)width / Width, (double)height / Height));
            case ResizeKind.Fit when Rounding == FitRounding.Nearest:
                return Divided(width, height, Math.Max((double)width / Width, (double)height / Height));
            case ResizeKind.Fit when Rounding == FitRounding.Floor:
                return (long)Width * height <= (long)Height * width
                    ? (Width, (int)Math.Max(1, (long)height * Width / width))
                    : ((int)Math.Max(1, (long)width * Height / height), Height);
            case ResizeKind.Fit:
                double ratio = RatioOf(width, height)!.Value;
                return (Side(width * ratio), Side(height * ratio));
            default:
                int longer = (int)((double)((long)Width * Math.Max(width, height)) / Math.Min(width, height));
                return width <= height ? (Width, longer) : (longer, Width);
        }
    }

    private int Side(double length) => Math.Max(1, Rounding switch
    {
        FitRounding.Product => (int)Math.Round(length, MidpointRounding.ToEven),
        FitRounding.ProductHalfUp => (int)(length + 0.5),
        _ => (int)length,
    });

    // A side that is rounded to nothing keeps one pixel.
    private static (int Width, int Height) Divided(int width, int height, double ratio) =>
        (Math.Max(1, (int)Math.Round(width / ratio, MidpointRounding.ToEven)),
            Math.Max(1, (int)Math.Round(height / ratio, MidpointRounding.ToEven)));
}
