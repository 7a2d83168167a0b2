using Fovea.Inference.Graphs;

namespace Fovea.Inference.Plans;

/// <summary>A compiled graph, or the part of one in front of a cut.</summary>
/// <param name="Parts">The steps.</param>
/// <param name="Inputs">What the steps are given.</param>
/// <param name="Outputs">What the steps give.</param>
/// <param name="Requested">What was asked for; the same as <paramref name="Outputs"/> unless the graph was cut.</param>
/// <param name="Cut">Where the graph was cut; null where it was not.</param>
internal sealed record PlanStage(PlanParts Parts, PlanValue[] Inputs, PlanValue[] Outputs, PlanValue[] Requested, GraphCut? Cut)
{
    /// <summary>The values of a graph with known shapes, by the names they were asked for.</summary>
    public static PlanValue[] OutputsOf(Graph graph, PlanParts parts) => [.. graph.Outputs.Zip(parts.Outputs, (o, v) => new PlanValue(o.Name, v.Type, v.Shape))];
}
