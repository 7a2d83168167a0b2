using System.Globalization;
using System.Text.Json;
using Fovea.Imaging.Resampling;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.Paddle;

/// <summary>What the steps of PaddlePaddle's configurations have in common.</summary>
internal static class PaddleSteps
{
    /// <summary>What is done where there are no steps: pictures are RGB, of values from 0 to 255.</summary>
    public static PreprocessingSettings None(JsonField steps) => new()
    {
        Channels = steps.Sourced(ChannelOrder.Rgb),
        Normalization = steps.Sourced(Normalization.None),
    };

    /// <summary>Height and width: one number for both, or a list of the two.</summary>
    public static (int Height, int Width) Sides(JsonField field)
    {
        if (field.Kind != JsonValueKind.Array)
            return (field.Whole(1, ImageSides.Max), field.Whole(1, ImageSides.Max));
        return field.Items() is [var height, var width]
            ? (height.Whole(1, ImageSides.Max), width.Whole(1, ImageSides.Max))
            : throw field.Error("a number, or a list of height and width");
    }

    /// <summary>The filter that OpenCV gives a number: 0 nearest, 1 linear, 2 cubic, 3 area. It is linear where none is given.</summary>
    public static ResizeFilter Filter(JsonField? interpolation) => interpolation is { } field
        ? ResizeFilter.OpenCvNearest + field.Whole(0, ResizeFilter.OpenCvArea - ResizeFilter.OpenCvNearest)
        : ResizeFilter.OpenCvLinear;

    /// <summary>A factor, which may be written as a fraction: <c>0.0039</c>, <c>"1./255."</c>.</summary>
    public static double Factor(JsonField field)
    {
        if (field.Kind != JsonValueKind.String)
            return field.Number();
        string[] parts = field.Text().Split('/');
        return parts.Length == 2 && Parse(parts[0]) is { } over && Parse(parts[1]) is { } under && under != 0
            ? over / under
            : throw field.Error("a number, or a fraction such as 1.0/255.0");
    }

    public static PackageNote Note(NoteSeverity severity, JsonField field, string text) =>
        new(severity, Path.GetFileName(field.File), field.Path.Length == 0 ? null : field.Path, text);

    private static double? Parse(string number) =>
        double.TryParse(number.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}
