using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Weights;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Optimization;

/// <summary>Moves a function of one float into the epilogue of the node before it.</summary>
internal sealed class FuseActivation : GraphPass
{
    public override void Run(Graph graph, ConstantStore constants)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Operator is not UnaryOperator unary || node.Required(0) is not { Producer: { Activation: null } producer } value)
                continue;
            if (!graph.HasOneUse(value) || value.Type != ElementType.Float32 || value != producer.Outputs[0] || unary.Function(node) is not { } function || !Takes(producer, function))
                continue;
            producer.Activation = function;
            graph.Remove(node);
            graph.TakeOutput(producer, node.Outputs[0]);
        }
    }

    private static bool Takes(Node producer, Activation function) => producer.Operator.Name switch
    {
        "Conv" or "ConvTranspose" or "Gemm" or "MatMul" or "BatchNormalization" or "InstanceNormalization" => true,
        "Add" or "Sub" or "Mul" or "Div" => function.Kind == UnaryKind.Clip,
        "Sum" => function.Kind == UnaryKind.Clip && producer.Inputs.Length == 2,
        _ => false,
    };
}
