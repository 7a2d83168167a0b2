namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// The outputs of Ultralytics' networks that give masks: boxes whose last numbers are the coefficients of the prototypes, and the
/// prototypes [N,P,rows,columns].
/// </summary>
/// <param name="Boxes">The boxes.</param>
/// <param name="Maps">The prototypes.</param>
/// <param name="Count">P.</param>
internal sealed record SegmentOutputs(DetectorValue Boxes, DetectorValue Maps, int Count)
{
    // Ultralytics' networks have 32.
    private const int Most = 256;

    /// <summary>Their names, the boxes first.</summary>
    public IReadOnlyList<string> Names => [Boxes.Name, Maps.Name];

    /// <summary>Finds them; null where the outputs are others.</summary>
    public static SegmentOutputs? Of(DetectorGraph graph) =>
        graph.Outputs.Count == 2
        && graph.Outputs.FirstOrDefault(output => output.IsReal(3)) is { } boxes
        && graph.Outputs.FirstOrDefault(output => output.IsReal(4)) is { } maps
        && maps.Extents[1] is > 0 and <= Most and var count
            ? new SegmentOutputs(boxes, maps, (int)count)
            : null;
}
