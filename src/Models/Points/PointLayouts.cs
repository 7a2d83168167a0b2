using Fovea.Models.Detectors;

namespace Fovea.Models.Points;

/// <summary>The layouts of networks that give points instead of boxes.</summary>
internal static class PointLayouts
{
    /// <summary>How the pictures of a network are prepared where no file says it: the layout, and fields of <c>fovea.json</c>.</summary>
    public static (string Name, string Fields)? Preparation(DetectorGraph graph) =>
        LandmarkOutputs.Find(graph) is not null ? (LandmarkOutputs.Layout, LandmarkOutputs.Preparation)
        : KeyPointOutputs.Find(graph) is not null ? (KeyPointOutputs.Layout, KeyPointOutputs.Preparation)
        : null;
}
