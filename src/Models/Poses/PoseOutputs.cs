using Fovea.Inference;

namespace Fovea.Models.Poses;

/// <summary>The outputs of PoseNet and BodyPix, by their names and channels (tensorflow/tfjs-models, body-pix and posenet).</summary>
/// <param name="Heatmaps">How much each cell is each part.</param>
/// <param name="Offsets">Where each part is from its cell: the rows of all parts, then the columns.</param>
/// <param name="Forward">Where the child of each edge is from its parent.</param>
/// <param name="Backward">Where the parent of each edge is from its child.</param>
/// <param name="Segments">How much each cell is a person; null where the network does not tell.</param>
/// <param name="ChannelsLast">Whether channels are the last axis.</param>
internal sealed record PoseOutputs(string Heatmaps, string Offsets, string Forward, string Backward, string? Segments, bool ChannelsLast)
{
    /// <summary>The task's name, which <c>fovea.json</c> can say.</summary>
    public const string Task = "pose";

    /// <summary>The pixels of the input between two cells, as networks have them.</summary>
    public static IReadOnlyList<int> Strides { get; } = [16, 8, 32];

    /// <summary>The names, in their order.</summary>
    public IReadOnlyList<string> Names { get; } =
        Segments is null ? [Heatmaps, Offsets, Forward, Backward] : [Heatmaps, Offsets, Forward, Backward, Segments];

    /// <summary>Finds them in a graph that takes one image; null where it has others.</summary>
    public static PoseOutputs? Find(InferenceModel graph) =>
        graph is { Inputs: [{ Shape.Rank: 4 }] }
            ? Find(graph.Outputs, channelsLast: true) ?? Find(graph.Outputs, channelsLast: false)
            : null;

    private static PoseOutputs? Find(IReadOnlyList<ModelValue> outputs, bool channelsLast)
    {
        int parts = PoseParts.Names.Count, edges = PoseParts.Edges.Count;
        return Named(parts, "heatmap") is { } heatmaps && Named(2 * parts, "offset") is { } offsets
            && Named(2 * edges, "fwd", "forward") is { } forward && Named(2 * edges, "bwd", "backward") is { } backward
                ? new PoseOutputs(heatmaps, offsets, forward, backward, Named(1, "segment"), channelsLast)
                : null;

        // The long offsets tell which pixel belongs to whom, which is not answered.
        string? Named(int channels, params string[] words) => outputs.FirstOrDefault(output =>
            output.ElementType.IsFloat() && output.Shape is { Rank: 4, Dimensions: { } extents }
            && extents[channelsLast ? 3 : 1].Value == channels
            && words.Any(word => output.Name.Contains(word, StringComparison.OrdinalIgnoreCase))
            && !output.Name.Contains("long", StringComparison.OrdinalIgnoreCase))?.Name;
    }
}
