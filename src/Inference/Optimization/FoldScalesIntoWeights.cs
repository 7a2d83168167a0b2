using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>
/// Folds what scales and shifts each channel by constants (BatchNormalization, Mul, Add, Sub, Div) into the weights and bias of the
/// Conv, ConvTranspose, Gemm or MatMul before it, or into the BatchNormalization before it.
/// </summary>
internal sealed class FoldScalesIntoWeights : GraphPass
{
    public override void Run(Graph graph, ConstantStore constants)
    {
        // In order: a chain of several (BatchNormalization, Mul, Add) folds one after the other.
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (ScaleOf(node) is not { } scale || scale.Operand.Producer is not { } target || !graph.HasOneUse(scale.Operand))
                continue;
            if (target.Activation is null && target.ResidualInput < 0 && Fold(graph, constants, target, node, scale))
            {
                graph.Remove(node);
                graph.TakeOutput(target, node.Outputs[0]);
            }
        }
    }

    /// <summary>The operand and its per-channel scale and shift, when that is all the node does.</summary>
    private static (Value Operand, double[]? Scale, double[]? Shift)? ScaleOf(Node node)
    {
        Value output = node.Outputs[0];
        if (output.Type != ElementType.Float32 || output.Shape.Rank < 2)
            return null;
        if (node.Operator.Name == "BatchNormalization")
        {
            return ChannelAxis(node.Required(0)) == 1 && BatchNormalization.ScaleAndShift(node) is { } affine && node.Outputs.Skip(1).All(o => o.Consumers.Count == 0)
                ? (node.Required(0), affine.Scale, affine.Shift)
                : null;
        }

        if (node.Operator.Name is not ("Mul" or "Add" or "Sub" or "Div") || node.Inputs.Length != 2)
            return null;
        bool constantFirst = node.Required(0).Constant is not null;
        Value operand = node.Required(constantFirst ? 1 : 0);
        if (node.Required(constantFirst ? 0 : 1).Constant is not { ElementType: ElementType.Float32 } constant || (constantFirst && node.Operator.Name is "Sub" or "Div"))
            return null;
        if (!operand.Shape.Equals(output.Shape) || PerChannel(constant, output.KnownShape, ChannelAxis(operand)) is not { } values)
            return null;
        return node.Operator.Name switch
        {
            "Mul" => (operand, values, null),
            "Div" => (operand, [.. values.Select(v => 1.0 / v)], null),
            "Sub" => (operand, null, [.. values.Select(v => -v)]),
            _ => (operand, null, values),
        };
    }

    // Convolutions and BatchNormalization have channels on axis 1, matrix products on the last axis.
    private static int ChannelAxis(Value operand) => operand.Producer?.Operator.Name is "MatMul" or "Gemm" ? operand.Shape.Rank - 1 : 1;

    private static double[]? PerChannel(Tensor constant, Shape shape, int axis)
    {
        Span<float> values = constant.Span<float>();
        double[] result = new double[shape[axis]];
        if (values.Length == 1 && constant.Shape.Rank <= shape.Rank)
        {
            Array.Fill(result, values[0]);
            return result;
        }

        int place = axis - (shape.Rank - constant.Shape.Rank);
        if (place < 0 || constant.Shape.Rank > shape.Rank || constant.Shape[place] != shape[axis] || values.Length != result.Length)
            return null;
        for (int i = 0; i < result.Length; i++)
            result[i] = values[i];
        return result;
    }

    private static bool Fold(Graph graph, ConstantStore constants, Node target, Node source, (Value Operand, double[]? Scale, double[]? Shift) by)
    {
        string key = $"{source.Operator.Name} {source.Outputs[0].Name} into ";
        switch (target.Operator.Name)
        {
            case "Conv" or "ConvTranspose" or "Gemm" or "MatMul":
                Value weightsValue = target.Required(1);
                Value? biasValue = target.Input(2);
                if (weightsValue.Constant is not { ElementType: ElementType.Float32 } weights || (biasValue is not null && biasValue.Constant is null))
                    return false;
                int channels = by.Scale?.Length ?? by.Shift!.Length;
                if (target.Operator.Name is "Gemm" && biasValue is not null && !Gemm.IsRow(biasValue.KnownShape, channels))
                    return false;
                if (target.Operator.Name is "Gemm" && (target.Attributes.Float("alpha", 1f) != 1f || target.Attributes.Float("beta", 1f) != 1f))
                    return false;
                if (target.Operator.Name is "MatMul" && weights.Shape.Rank != 2)
                    return false;
                if (by.Scale is { } scale)
                {
                    Tensor scaled = constants.Derived(key + weightsValue.Name, () => ScaledWeights.Of(target, weights, scale));
                    Graph.SetInput(target, 1, graph.NewConstant($"{weightsValue.Name} scaled", scaled));
                }

                Tensor bias = constants.Derived(key + "bias of " + target.Outputs[0].Name, () => Affine(biasValue?.Constant, channels, by.Scale, by.Shift));
                Graph.SetInput(target, 2, graph.NewConstant($"{target.Outputs[0].Name} bias", bias));
                return true;
            case "BatchNormalization" when BatchNormalization.ScaleAndShift(target) is not null:
                // scale (x s + t) + shift: gamma takes the scale, beta both.
                Value gamma = target.Required(1);
                Value beta = target.Required(2);
                int count = (int)gamma.Constant!.Shape.ElementCount;
                if (by.Scale is not null)
                {
                    Tensor newGamma = constants.Derived(key + gamma.Name, () => Affine(gamma.Constant, count, by.Scale, null));
                    Graph.SetInput(target, 1, graph.NewConstant($"{gamma.Name} scaled", newGamma));
                }

                Tensor newBeta = constants.Derived(key + beta.Name, () => Affine(beta.Constant, count, by.Scale, by.Shift));
                Graph.SetInput(target, 2, graph.NewConstant($"{beta.Name} shifted", newBeta));
                return true;
            default:
                return false;
        }
    }

    private static Tensor Affine(Tensor? values, int count, double[]? scale, double[]? shift)
    {
        Span<float> before = values is null ? new float[count] : values.Span<float>();
        float[] result = new float[count];
        for (int i = 0; i < count; i++)
            result[i] = (float)((before[i] * (scale?[i] ?? 1.0)) + (shift?[i] ?? 0.0));
        return Tensor.From<float>(new Shape(count), result);
    }
}
