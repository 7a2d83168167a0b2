using Fovea.Models.Packages.FoveaJson;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Packages.Metadata;

/// <summary>
/// How pictures are prepared for networks that give each pixel a depth: all of the picture, by a bicubic filter (isl-org/MiDaS,
/// midas/transforms.py; transformers, DPTImageProcessor). Their values are not known: networks differ in them.
/// </summary>
internal static class DepthPreparation
{
    private const string Source = "depth estimation";

    private const string Stretched = """{ "resize": { "rule": "exact", "filter": "bicubic" } }""";

    public static Description Read(FoundFile file)
    {
        bool isNamed = file.Said.Task?.Value == DepthNetwork.Task;
        if (file.Graph is not { } graph || file.Said.Preprocessing.SideMultiple is not null
            || !(isNamed || (file.Said is { Task: null, Output: null, Labels: null } && DepthNetwork.HasForm(graph))))
            return Description.Nothing;
        PreprocessingSettings settings = FoveaFile.Preparation(Source, Stretched);
        if (GraphImage.HasOpenSides(graph) && file.Said.Preprocessing is { Width: null, Height: null })
        {
            settings = settings with
            {
                Width = new(DepthNetwork.ExampleSide, Source),
                Height = new(DepthNetwork.ExampleSide, Source),
            };
        }

        return new Description { Preprocessing = settings };
    }
}
