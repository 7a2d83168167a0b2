using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>
/// Moves a frame of zeros along the spatial axes into the window behind it: a convolution's, or that of an average that counts the frame.
/// </summary>
internal sealed class FoldPadding : GraphPass
{
    public override void Run(GraphPatch patch)
    {
        foreach (Node window in patch.Graph.Nodes.ToArray())
        {
            if (window.Input(0) is not { Producer: { } pad } padded || !patch.Graph.HasOneUse(padded) || pad.Operator.ZeroPadding(pad) is not { } padding)
                continue;
            if (window.Operator.WithPadding(window, padding) is not { } attributes)
                continue;
            GraphPatch.SetAttributes(window, attributes);
            patch.AbsorbProducer(window, pad);
        }
    }
}
