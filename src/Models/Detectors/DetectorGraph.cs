using Fovea.Inference;

namespace Fovea.Models.Detectors;

/// <summary>What of a network tells how its boxes are written: the inputs, the outputs, and what the exporter says.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Outputs">The outputs, with the extents that are known.</param>
/// <param name="Metadata">The texts that the exporter wrote into the file.</param>
/// <param name="Sides">The width and height of the pictures in pixels; null where they are not known.</param>
internal sealed record DetectorGraph(
    IReadOnlyList<DetectorValue> Inputs, IReadOnlyList<DetectorValue> Outputs, IReadOnlyDictionary<string, string> Metadata,
    (int Width, int Height)? Sides)
{
    // A message names this many outputs at most.
    private const int NamedOutputs = 12;

    /// <summary>Whether an output's values are from 0 to 1, whatever the picture is; false where shapes are not known.</summary>
    public Func<string, bool> GivesProbabilities { get; init; } = _ => false;

    /// <summary>The number of labels; null where there are none.</summary>
    public int? Labels { get; init; }

    /// <summary>The only output; null where there are several.</summary>
    public DetectorValue? Only => Outputs is [var only] ? only : null;

    /// <summary>The outputs with their shapes, for messages.</summary>
    public string DescribedOutputs =>
        string.Join(", ", Outputs.Take(NamedOutputs)) +
        (Outputs.Count > NamedOutputs ? $" and {Outputs.Count - NamedOutputs} others" : "");

    /// <summary>A graph as it is declared.</summary>
    public static DetectorGraph Of(InferenceModel graph, (int Width, int Height)? sides) => new(
        [.. graph.Inputs.Select(Declared)], [.. graph.Outputs.Select(Declared)], graph.Metadata, sides);

    /// <summary>A graph with the shapes that its outputs have for one run.</summary>
    public static DetectorGraph Of(InferenceModel graph, CompiledPlan plan, (int Width, int Height) sides) => new(
        [.. graph.Inputs.Select(Declared)],
        [.. plan.Outputs.Select(output => new DetectorValue(output.Name, output.ElementType, Extents(output.DeclaredShape)))],
        graph.Metadata, sides);

    /// <summary>The output of a name; null where there is none.</summary>
    public DetectorValue? Output(string name) => Outputs.FirstOrDefault(output => output.Name == name);

    /// <summary>How many cells the grids of these strides have together; null where the pictures' size is not known.</summary>
    public long? Cells(params ReadOnlySpan<int> strides)
    {
        if (Sides is not var (width, height))
            return null;
        long cells = 0;
        foreach (int stride in strides)
            cells += (long)GridCells.Extent(width, stride) * GridCells.Extent(height, stride);
        return cells;
    }

    private static DetectorValue Declared(ModelValue value) => new(value.Name, value.ElementType, Extents(value.Shape));

    private static IReadOnlyList<long?> Extents(SymbolicShape shape) =>
        shape.Dimensions is { } dimensions ? [.. dimensions.Select(dimension => dimension.Value)] : [];
}
