using System.Text.Json;
using Fovea.Models.Detectors;
using Fovea.Models.Detectors.Layouts;
using Fovea.Models.Packages.Json;

namespace Fovea.Models.Packages.FoveaJson;

/// <summary>Reads <c>detection</c> of <c>fovea.json</c>: how a detector's outputs are read.</summary>
internal static class DetectionField
{
    private const int MostClasses = 1_000_000;
    private const int MostStrides = 8;
    private const int LongestStride = 1024;

    public static DetectorSettings Read(JsonField field)
    {
        field.RequireOnly("layout", "strides", "threshold", "iou", "classAgnostic", "plusOne", "max", "background", "firstClass");
        return new DetectorSettings
        {
            Layout = field.Get("layout")?.Choice([.. DetectorLayouts.Names.Select(name => (name, name))]),
            Strides = field.Get("strides") is { } strides ? ReadStrides(strides) : null,
            Threshold = Share(field.Get("threshold")),
            Iou = Share(field.Get("iou")),
            IsAgnostic = field.Get("classAgnostic")?.Flag(),
            Plus = field.Get("plusOne")?.Flag() is { } plusOne ? (plusOne ? 1 : 0) : null,
            Max = field.Get("max")?.Whole(1, DetectionRules.MostAnswered),
            Background = field.Get("background")?.Whole(-1, MostClasses),
            FirstClass = field.Get("firstClass")?.Whole(0, MostClasses),
        };
    }

    private static double? Share(JsonField? field) => field?.Number() switch
    {
        null => null,
        >= 0 and <= 1 and var share => share,
        _ => throw field.Value.Error("a number from 0 to 1"),
    };

    private static int[] ReadStrides(JsonField field) =>
        field.Kind == JsonValueKind.Array && field.Element.GetArrayLength() is > 0 and <= MostStrides
            ? [.. field.Items().Select(item => item.Whole(1, LongestStride))]
            : throw field.Error($"a list of 1 to {MostStrides} strides in pixels");
}
