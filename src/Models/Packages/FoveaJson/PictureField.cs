using System.Text.Json;
using Fovea.Models.Packages.Json;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Packages.FoveaJson;

/// <summary>Reads <c>picture</c> of <c>fovea.json</c>: how the values of a network that makes pictures become pixels.</summary>
internal static class PictureField
{
    public static PictureSettings Read(JsonField field)
    {
        field.RequireOnly("range", "rounding");
        return new PictureSettings
        {
            Range = field.Get("range") is { } range ? ReadRange(range) : null,
            Rounding = field.Get("rounding")?.Choice(("nearest", PixelRounding.Nearest), ("cut", PixelRounding.Cut)),
        };
    }

    private static (double, double) ReadRange(JsonField field) =>
        field.Kind == JsonValueKind.Array && field.Items().ToArray() is [var black, var white] && black.Number() != white.Number()
            ? (black.Number(), white.Number())
            : throw field.Error("two different numbers: the values that are black and white, such as [0, 1]");
}
