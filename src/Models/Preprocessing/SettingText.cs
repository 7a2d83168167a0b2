using System.Globalization;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;

namespace Fovea.Models.Preprocessing;

/// <summary>Settings as text, in the words of <c>fovea.json</c>.</summary>
internal static class SettingText
{
    public static string Of(ChannelOrder channels) => channels switch
    {
        ChannelOrder.Bgr => "bgr",
        ChannelOrder.Gray => "gray",
        ChannelOrder.Luminance => "luminance",
        ChannelOrder.Rgba => "rgba",
        _ => "rgb",
    };

    public static string OfSides(int multiple) => multiple == 1
        ? "picture"
        : string.Create(CultureInfo.InvariantCulture, $"picture, rounded up to multiples of {multiple}");

    public static string Of(TensorLayout layout) => layout.ToString().ToLowerInvariant();

    public static string Of(CropRounding crop) => crop == CropRounding.Floor ? "floor" : "half-even";

    public static string Of(ImagePlace place) => place == ImagePlace.TopLeft ? "top-left" : "centre";

    public static string Of(FitRounding rounding) => rounding switch
    {
        FitRounding.Product => "product",
        FitRounding.ProductDown => "product-down",
        FitRounding.ProductHalfUp => "product-half-up",
        FitRounding.Floor => "floor",
        _ => "nearest",
    };

    public static string Of(SourceCrop crop) => string.Create(
        CultureInfo.InvariantCulture, $"{crop.Width:R} x {crop.Height:R} of the shorter side");

    public static string Of(MultipleSides sides) => string.Create(
        CultureInfo.InvariantCulture, $"multiple of {sides.Of}{Part(" plus ", sides.Plus == 0 ? null : sides.Plus)}" +
        $"{Part(", factor ", sides.Factor == 1 ? null : sides.Factor)}{Part(", shortest ", sides.Shortest)}" +
        $"{Part(", longest ", sides.Longest)}" +
        $"{(sides.RoundsDown ? ", rounding floor" : "")}");

    public static string Of(ResizeFilter filter) => filter switch
    {
        ResizeFilter.Nearest => "nearest",
        ResizeFilter.Lanczos => "lanczos",
        ResizeFilter.Bicubic => "bicubic",
        ResizeFilter.Box => "box",
        ResizeFilter.Hamming => "hamming",
        ResizeFilter.OpenCvNearest => "opencv-nearest",
        ResizeFilter.OpenCvLinear => "opencv-linear",
        ResizeFilter.OpenCvCubic => "opencv-cubic",
        ResizeFilter.OpenCvArea => "opencv-area",
        _ => "bilinear",
    };

    public static string Of(ResizeRule rule) => rule.Kind switch
    {
        ResizeKind.None => "none",
        ResizeKind.Exact => string.Create(CultureInfo.InvariantCulture, $"exact {rule.Width}x{rule.Height}"),
        ResizeKind.Cover => string.Create(CultureInfo.InvariantCulture, $"cover {rule.Width}x{rule.Height}"),
        ResizeKind.Fit when rule.Rounding != FitRounding.Nearest => string.Create(
            CultureInfo.InvariantCulture, $"fit {rule.Width}x{rule.Height}, rounding {Of(rule.Rounding)}"),
        ResizeKind.Multiple => Of(rule.Sides!),
        ResizeKind.Fit => string.Create(CultureInfo.InvariantCulture, $"fit {rule.Width}x{rule.Height}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"shortest-edge {rule.Width}"),
    };

    private static string Part(string name, double? value) =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{name}{number:R}") : "";
}
