using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>A rewrite of the graph that preserves the values of its outputs up to rounding.</summary>
internal abstract class GraphPass
{
    /// <summary>Rewrites the graph. A value that is an output is never fused away.</summary>
    /// <param name="patch">Edits the graph, which is sorted before the pass; the pipeline sorts it again afterwards.</param>
    public abstract void Run(GraphPatch patch);
}
