using Fovea.Inference.Graphs;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>One rewrite of the graph that keeps its outputs' values (up to rounding).</summary>
internal abstract class GraphPass
{
    /// <summary>Rewrites the graph. A value that is an output is never fused away.</summary>
    /// <param name="graph">Sorted; sorted again afterwards by the pipeline.</param>
    /// <param name="constants">Keeps tensors that passes derive from weights, so that plans share them.</param>
    public abstract void Run(Graph graph, ConstantStore constants);
}
