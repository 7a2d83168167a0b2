using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>One rewrite of the graph that keeps its outputs' values (up to rounding).</summary>
internal abstract class GraphPass
{
    /// <summary>Rewrites the graph. A value that is an output is never merged away.</summary>
    /// <param name="patch">The edits; its graph is sorted, and is sorted again afterwards by the pipeline.</param>
    public abstract void Run(GraphPatch patch);
}
