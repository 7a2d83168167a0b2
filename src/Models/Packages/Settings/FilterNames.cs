using Fovea.Imaging.Resampling;
using Fovea.Models.Packages.Json;

namespace Fovea.Models.Packages.Settings;

/// <summary>The names of the resampling filters in files. timm and Fovea use the same names.</summary>
internal static class FilterNames
{
    public static ResizeFilter Read(JsonField field) => field.Choice(
        ("nearest", ResizeFilter.Nearest),
        ("box", ResizeFilter.Box),
        ("bilinear", ResizeFilter.Bilinear),
        ("hamming", ResizeFilter.Hamming),
        ("bicubic", ResizeFilter.Bicubic),
        ("lanczos", ResizeFilter.Lanczos),
        ("opencv-nearest", ResizeFilter.OpenCvNearest),
        ("opencv-linear", ResizeFilter.OpenCvLinear),
        ("opencv-cubic", ResizeFilter.OpenCvCubic),
        ("opencv-area", ResizeFilter.OpenCvArea));
}
