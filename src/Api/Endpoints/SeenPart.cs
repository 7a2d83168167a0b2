using Fovea.Api.Contracts;
using Fovea.Models.Preprocessing;

namespace Fovea.Api.Endpoints;

/// <summary>The part of an image that the network sees.</summary>
internal static class SeenPart
{
    /// <summary>The size of the upright image.</summary>
    public static SizeInfo Original(PixelMapping mapping) =>
        new() { Width = mapping.ShownSize.Width, Height = mapping.ShownSize.Height };

    /// <summary>The network's input as a box on the upright image.</summary>
    public static BoxInfo Crop(PreprocessingSpec spec, PixelMapping mapping)
    {
        (double x0, double y0) = mapping.ToShown(0, 0);
        (double x1, double y1) = mapping.ToShown(spec.Width, spec.Height);
        return new BoxInfo { Top = Math.Min(y0, y1), Left = Math.Min(x0, x1), Bottom = Math.Max(y0, y1), Right = Math.Max(x0, x1) };
    }
}
