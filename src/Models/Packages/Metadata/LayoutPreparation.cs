using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Detectors.Layouts;
using Fovea.Models.Packages.FoveaJson;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Points;

namespace Fovea.Models.Packages.Metadata;

/// <summary>
/// How a family of detectors, or of networks that give points, prepares pictures, where its layout is recognised by the graph.
/// </summary>
internal static class LayoutPreparation
{
    public static Description Read(FoundFile file)
    {
        if (file.Graph is not { } graph)
            return Description.Nothing;
        (int Width, int Height)? sides = GraphImage.Sides(graph) ?? Said(file.Said.Preprocessing);
        DetectorGraph detector = DetectorGraph.Of(graph, sides) with { Labels = file.Said.Labels?.Value.Count };
        DetectorLayout? layout = DetectorLayouts.Find(detector, file.Said.Detection ?? DetectorSettings.None)?.Layout;
        if ((layout is null ? PointLayouts.Preparation(detector) : Preparation(layout, IsOpen(file, graph))) is not var (name, preparation))
            return Description.Nothing;
        string source = $"layout {name}";
        PreprocessingSettings settings = FoveaFile.Preparation(source, preparation);
        if (layout?.Sides is var (width, height) && GraphImage.HasOpenSides(graph))
            settings = settings with { Width = new(width, source), Height = new(height, source) };
        // The families' networks take three channels; how others are prepared is not known.
        if (GraphImage.Channels(graph) is not (null or 3))
            settings = settings with { Channels = null, Normalization = null };
        return new Description { Preprocessing = settings };
    }

    private static (string Name, string Fields)? Preparation(DetectorLayout layout, bool isOpen) =>
        (isOpen ? layout.OpenPreparation : layout.Preparation) is { } fields ? (layout.Name, fields) : null;

    private static bool IsOpen(FoundFile file, InferenceModel graph) =>
        GraphImage.HasOpenSides(graph) && file.Said.Preprocessing.LeavesSizeOpen;

    private static (int Width, int Height)? Said(PreprocessingSettings settings) =>
        settings is { Width: { } width, Height: { } height } ? (width.Value, height.Value) : null;
}
