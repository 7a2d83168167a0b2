using Fovea.Inference;

namespace Fovea.Models.Packages.Settings;

/// <summary>The size of the image that a graph takes, where its only input fixes it.</summary>
internal static class GraphSides
{
    private const int MostChannels = 4;

    /// <summary>
    /// Width and height of [N,C,H,W] or [N,H,W,C], with or without N; null where the graph leaves one of them open, or takes
    /// something else.
    /// </summary>
    public static (int Width, int Height)? Of(InferenceModel? graph)
    {
        if (graph?.Inputs is not [{ Shape.Dimensions: { Count: 3 or 4 } declared }])
            return null;
        IReadOnlyList<Dimension> dimensions = declared.Count == 4 ? declared : [1, .. declared];
        int first = dimensions[1].Value is not <= MostChannels && dimensions[3].Value is <= MostChannels ? 1 : 2;
        return dimensions[first].Value is { } height and <= ImageSides.Max && dimensions[first + 1].Value is { } width and <= ImageSides.Max
            ? ((int)width, (int)height)
            : null;
    }
}
