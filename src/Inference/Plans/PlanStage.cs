using Fovea.Inference.Graphs;

namespace Fovea.Inference.Plans;

/// <summary>A compiled graph, or the part of a graph before a cut.</summary>
/// <param name="Parts">The steps.</param>
/// <param name="Inputs">The inputs of the steps.</param>
/// <param name="Outputs">The outputs of the steps.</param>
/// <param name="Requested">The requested outputs; the same as <paramref name="Outputs"/> unless the graph was cut.</param>
/// <param name="Cut">The cut; null if the graph was not cut.</param>
internal sealed record PlanStage(PlanParts Parts, PlanValue[] Inputs, PlanValue[] Outputs, PlanValue[] Requested, GraphCut? Cut)
{
    /// <summary>The values that an observed plan can show, in the order in which they are computed; empty for other plans.</summary>
    public IReadOnlyList<ObservedValue> Observed { get; init; } = [];

    /// <summary>The outputs of a graph with known shapes, by their requested names.</summary>
    public static PlanValue[] OutputsOf(Graph graph, PlanParts parts) =>
        [.. graph.Outputs.Zip(parts.Outputs, (o, v) => new PlanValue(o.Name, v.Type, v.Shape))];
}
