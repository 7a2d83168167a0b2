using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>
/// Folds zero padding of the spatial axes into the following window: that of a convolution, or of an average pool that counts padding.
/// </summary>
internal sealed class FoldPadding : GraphPass
{
    public override void Run(GraphPatch patch)
    {
        foreach (Node window in patch.Graph.Nodes.ToArray())
        {
            if (window.Input(0) is not { Producer: { } pad } padded || !patch.Graph.HasOneUse(padded)
                || pad.Operator.ZeroPadding(pad) is not { } padding)
                continue;
            if (window.Operator.WithPadding(window, padding) is not { } attributes)
                continue;
            GraphPatch.SetAttributes(window, attributes);
            patch.AbsorbProducer(window, pad);
        }
    }
}
