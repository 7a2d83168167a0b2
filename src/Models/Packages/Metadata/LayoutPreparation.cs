using System.Text.Json;
using Fovea.Models.Detectors;
using Fovea.Models.Packages.FoveaJson;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.Metadata;

/// <summary>How a detector's family prepares pictures, where its layout is recognised by the graph.</summary>
internal static class LayoutPreparation
{
    public static Description Read(FoundFile file)
    {
        if (file.Graph is not { } graph)
            return Description.Nothing;
        var detector = DetectorGraph.Of(graph, GraphImage.Sides(graph) ?? Said(file.Said.Preprocessing));
        if (DetectorLayouts.Find(detector, file.Said.Detection ?? DetectorSettings.None) is not var (layout, _)
            || layout.Preparation is not { } preparation)
            return Description.Nothing;
        using var json = JsonDocument.Parse(preparation);
        var fields = new JsonField($"layout {layout.Name}", "", json.RootElement);
        return new Description { Preprocessing = FoveaFile.Read(fields).Preprocessing };
    }

    private static (int Width, int Height)? Said(PreprocessingSettings settings) =>
        settings is { Width: { } width, Height: { } height } ? (width.Value, height.Value) : null;
}
