using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>Reads the weights of nodes.</summary>
internal static class WeightReader
{
    /// <summary>The tensor that is the node's weights: the largest that was trained, the first of those of one size; null if there is none.
    /// </summary>
    public static Value? Find(Node node) =>
        LayerDescriber.ParametersOf(node).OrderByDescending(value => value.Constant!.Shape.ElementCount).FirstOrDefault();

    /// <summary>The weights of the node that writes the layer; null if it has none.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="mostBytes">The most bytes of the weights as Float32.</param>
    /// <param name="layers">The layers of the graph.</param>
    /// <exception cref="InvalidInputException">They are larger.</exception>
    public static LayerWeights? Read(Value layer, long mostBytes, LayerIndex layers)
    {
        if (layer.Producer is not { } node || !layers.Contains(layer.Name) || Find(node) is not { Constant: { } found } weights)
            return null;
        ConstantData numbers = RealNumbersOf(node, weights) ?? found;
        if (numbers.Shape.ElementCount > mostBytes / sizeof(float))
        {
            throw new InvalidInputException(
                $"The weights of '{layer.Name}' {numbers.Shape} take {numbers.Shape.ElementCount * sizeof(float):N0} bytes; at most " +
                $"{mostBytes:N0} are read at once.");
        }

        int axis = Math.Min(node.Operator.FilterAxis(node), Math.Max(0, numbers.Shape.Rank - 1));
        WindowRule rule = node.HasKnownShapes ? node.Operator.Window(node) : WindowRule.None;
        return new LayerWeights(layer.Name, node.Operator.Name, Floats(numbers), axis)
        {
            Groups = rule.Groups ?? (int)Math.Clamp(node.Attributes.Int("group", 1), 1, int.MaxValue),
            Bias = Bias(node, weights) is { } bias ? Floats(bias.Constant!) : null,
        };
    }

    /// <summary>Whether the node adds a row of real numbers to its result, one for each filter.</summary>
    public static bool HasBias(Node node) => Find(node) is { } weights && Bias(node, weights) is not null;

    // Real numbers beside integers are scales.
    private static Value? Bias(Node node, Value weights) => RealNumbersOf(node, weights) is not null
        ? null
        : node.Inputs.Skip(Array.IndexOf(node.Inputs, weights) + 1).FirstOrDefault(
            input => input?.Constant is { ElementType: ElementType.Float32 or ElementType.Float64, Shape.Rank: 1 });

    private static DequantizedConstant? RealNumbersOf(Node node, Value weights) =>
        node.Operator.QuantizedWeights(node) is { Scale.Constant: { } scale, Block: 0 } integers && integers.Integers == weights
        && integers.Zero is null or { Constant: not null }
        && (scale.Shape.ElementCount == 1 || scale.Shape.ElementCount == weights.Constant!.Shape[integers.Axis])
            ? new DequantizedConstant(weights.Constant!, scale, integers.Zero?.Constant, integers.Axis)
            : null;

    private static Tensor Floats(ConstantData constant)
    {
        Tensor read = constant.ReadAll();
        if (read.ElementType == ElementType.Float32)
            return read;
        var floats = new Tensor(ElementType.Float32, read.Shape);
        Span<float> target = floats.Span<float>();
        switch (read.ElementType)
        {
            case ElementType.Float64:
                ReadOnlySpan<double> doubles = read.Span<double>();
                for (int i = 0; i < target.Length; i++)
                    target[i] = (float)doubles[i];
                break;
            case ElementType.Int8:
                ReadOnlySpan<sbyte> signed = read.Span<sbyte>();
                for (int i = 0; i < target.Length; i++)
                    target[i] = signed[i];
                break;
            default:
                ReadOnlySpan<byte> bytes = read.Span<byte>();
                for (int i = 0; i < target.Length; i++)
                    target[i] = bytes[i];
                break;
        }

        return floats;
    }
}
