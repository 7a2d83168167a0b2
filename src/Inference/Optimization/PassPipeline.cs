using Fovea.Inference.Graphs;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>The passes in their order; the order is the optimiser.</summary>
internal static class PassPipeline
{
    /// <summary>Every pass, in the order in which they run, with the reason for its place.</summary>
    public static IReadOnlyList<GraphPass> Passes { get; } =
    [
        new RemoveIdentities(),        // first: nothing else should have to look through Identity and Dropout
        new FoldPadding(),             // before folds into Conv: a Pad in between hides the pair Conv-BatchNormalization on neither side
        new FoldScalesIntoWeights(),   // BatchNormalization and per-channel Mul/Add vanish into Conv, Gemm and each other
        new FuseMatMulBias(),          // MatMul + Add is a Gemm with bias: gives activations something to attach to
        new FuseGelu(),                // patterns of several element-wise nodes, before single ones are attached to producers
        new FuseSwish(),
        new FuseLayerNormalization(),
        new FuseResidualAdd(),         // the Add must be taken before the activation behind it
        new FuseActivation(),          // last fusion: whatever still stands behind a node goes into its epilogue
    ];

    /// <param name="graph">Sorted, with known shapes, pruned.</param>
    /// <param name="constants">Where tensors derived from weights are kept for all plans.</param>
    /// <param name="optimize">Off: only constants are removed.</param>
    public static void Run(Graph graph, ConstantStore constants, bool optimize)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Outputs.All(o => o.Constant is not null))
                graph.Remove(node);
        }

        graph.RemoveDead();
        if (!optimize)
            return;
        foreach (GraphPass pass in Passes)
        {
            pass.Run(graph, constants);
            graph.RemoveDead();
            graph.Sort();
        }
    }
}
