using Fovea.Inference.Graphs;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>
/// Folds what scales and shifts each channel by constants (BatchNormalization, Mul, Add, Sub, Div) into the weights and bias of the node
/// before it: of a convolution or matrix product, or of another BatchNormalization.
/// </summary>
internal sealed class FoldScalesIntoWeights : GraphPass
{
    public override void Run(GraphPatch patch, ConstantStore constants)
    {
        // In order: a chain of several (BatchNormalization, Mul, Add) folds one after the other.
        foreach (Node node in patch.Graph.Nodes.ToArray())
        {
            if (Operand(node) is not { Producer: { Activation: null, ResidualInput: < 0 } target } operand || !patch.Graph.HasOneUse(operand))
                continue;
            if (node.Outputs.Skip(1).Any(patch.Graph.IsUsed) || !operand.Shape.Equals(node.Outputs[0].Shape))
                continue;
            if (target.Operator.ScaleFolding(target) is not { } folding || node.Operator.ChannelScale(node, target.Operator.ChannelAxis(target)) is not { } scale)
                continue;
            Fold(patch, constants, target, folding, node, scale);
            patch.Absorb(target, node);
        }
    }

    /// <summary>The only computed input, of a node that gives floats of rank 2 or more.</summary>
    private static Value? Operand(Node node)
    {
        if (node.Outputs[0] is not { Type: ElementType.Float32, Shape.Rank: >= 2 })
            return null;
        Value? only = null;
        foreach (Value? input in node.Inputs)
        {
            if (input is null || input.Constant is not null)
                continue;
            if (only is not null)
                return null;
            only = input;
        }

        return only;
    }

    private static void Fold(GraphPatch patch, ConstantStore constants, Node target, ScaleFolding folding, Node source, ChannelScale scale)
    {
        string folded = source.Outputs[0].Name;
        Value weights = target.Required(folding.Weights);
        Value? bias = target.Input(folding.Bias);
        if (scale.Factors is { } factors)
        {
            Tensor scaled = constants.Derived(
                new Derivation(folded, weights.Name, DerivedRole.Scale), () => ScaledWeights.Of(weights.Constant!, factors, folding.Layout));
            GraphPatch.SetInput(target, folding.Weights, patch.AddConstant($"{weights.Name} scaled", scaled));
        }

        Tensor shifted = constants.Derived(
            new Derivation(folded, target.Outputs[0].Name, DerivedRole.Shift), () => Bias(bias?.Constant, scale));
        GraphPatch.SetInput(target, folding.Bias, patch.AddConstant($"{target.Outputs[0].Name} bias", shifted));
    }

    private static Tensor Bias(Tensor? bias, ChannelScale scale)
    {
        Span<float> before = bias is null ? new float[scale.Channels] : bias.Span<float>();
        float[] result = new float[scale.Channels];
        for (int i = 0; i < result.Length; i++)
            result[i] = (float)((before[i] * (scale.Factors?[i] ?? 1.0)) + (scale.Shifts?[i] ?? 0.0));
        return Tensor.From<float>(new Shape(result.Length), result);
    }
}
