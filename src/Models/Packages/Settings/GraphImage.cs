using Fovea.Inference;
using Fovea.Models.Preprocessing.Companions;

namespace Fovea.Models.Packages.Settings;

/// <summary>The image that a graph takes, where one input has the shape of an image and others only say how it was prepared.</summary>
internal static class GraphImage
{
    /// <summary>The extents of [N,C,H,W] or [N,H,W,C], with or without N; null where the graph takes something else.</summary>
    public static IReadOnlyList<Dimension>? Extents(InferenceModel? graph) =>
        graph is not null && CompanionInputs.ImageAmong(graph.Inputs) is { } image
        && graph.Inputs[image].Shape.Dimensions is { Count: 3 or 4 } extents ? extents : null;

    /// <summary>The number of channels; null where the graph leaves it open.</summary>
    public static int? Channels(InferenceModel? graph) =>
        Extents(graph) is { } extents && ChannelAxis.Find(extents) is { } axis ? (int?)extents[axis].Value : null;

    /// <summary>Width and height in pixels; null where the graph leaves one of them open.</summary>
    public static (int Width, int Height)? Sides(InferenceModel? graph) => Extents(graph) is { } extents ? Sides(extents) : null;

    /// <summary>Whether the graph takes an image, and leaves both its width and its height open.</summary>
    public static bool HasOpenSides(InferenceModel? graph) =>
        Extents(graph) is { } extents && RowAxis(extents, null) is var row && !extents[row].IsKnown && !extents[row + 1].IsKnown;

    /// <summary>The same of extents; channels come first where nothing tells.</summary>
    public static (int Width, int Height)? Sides(IReadOnlyList<Dimension> extents, bool? channelsLast = null)
    {
        int row = RowAxis(extents, channelsLast);
        return extents[row].Value is > 0 and <= ImageSides.Max and var height
            && extents[row + 1].Value is > 0 and <= ImageSides.Max and var width
                ? ((int)width, (int)height)
                : null;
    }

    /// <summary>The axis of the rows; that of the columns follows it.</summary>
    public static int RowAxis(IReadOnlyList<Dimension> extents, bool? channelsLast = null) =>
        extents.Count - (channelsLast ?? ChannelAxis.Find(extents) == extents.Count - 1 ? 3 : 2);
}
