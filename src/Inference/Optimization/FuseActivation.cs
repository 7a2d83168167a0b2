using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>Fuses an element-wise function into the epilogue of the preceding node.</summary>
internal sealed class FuseActivation : GraphPass
{
    public override void Run(GraphPatch patch)
    {
        foreach (Node node in patch.Graph.Nodes.ToArray())
        {
            if (node.Input(0) is not { Type: ElementType.Float32, Producer: { Activation: null } producer } value
                || value != producer.Outputs[0])
                continue;
            if (!patch.Graph.HasOneUse(value) || node.Operator.Function(node) is not { } function
                || !producer.Operator.TakesActivation(producer, function))
                continue;
            GraphPatch.SetActivation(producer, function);
            patch.Absorb(producer, node);
        }
    }
}
