using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Gradients;

/// <summary>
/// Adds to a graph the nodes that compute the terms of a loss, and the gradient of each with respect to its layer: the seed with which the
/// way back begins.
/// </summary>
/// <param name="graph">The graph with known shapes.</param>
/// <param name="operators">The operators of which nodes are added.</param>
/// <param name="infer">Infers the type and shape of an added node's output.</param>
internal sealed class LossGraph(Graph graph, GradientOperators operators, Action<Node> infer)
{
    private const long Opset = 17;

    /// <summary>What a term compares: the value, or its Gram matrix.</summary>
    /// <exception cref="InvalidInputException">The value has no channels and positions.</exception>
    public Value StatisticOf(LossTerm term, Value value) => term.Statistic == LossStatistic.Gram ? Gram(term, value).Matrix : value;

    /// <summary>Adds a term.</summary>
    /// <param name="term">The term.</param>
    /// <param name="value">The layer's value.</param>
    /// <returns>The added inputs for the target and the weight, the loss without its weight, and the seed of the value.</returns>
    /// <exception cref="InvalidInputException">The value has no channels and positions.</exception>
    public (Value Target, Value Weight, Value Loss, Value Seed) Add(LossTerm term, Value value)
    {
        if (term.Statistic == LossStatistic.Value)
            return Differ(term, value, slope => slope);
        (Value matrix, Value rows, float scale) = Gram(term, value);
        // The derivative of scale X Xt along a symmetric matrix D is 2 scale D X.
        return Differ(term, matrix, slope => Reshape(
            value, Apply(value, operators.MatMul, Scale(value, slope, 2 * scale), rows), value.KnownShape));
    }

    // With d = x - target: the mean of d d, and its slope 2 d / count times the weight.
    private (Value Target, Value Weight, Value Loss, Value Seed) Differ(LossTerm term, Value x, Func<Value, Value> seed)
    {
        Value target = AddInput($"{term.Of}/{term.Statistic} target", x.KnownShape);
        Value weight = AddInput($"{term.Of}/{term.Statistic} weight", Shape.Scalar);
        Value difference = Apply(x, operators.Sub, x, target);
        Value loss = Mean(x, Apply(x, operators.Mul, difference, difference));
        Value slope = Apply(x, operators.Mul, difference, Scale(x, weight, 2f / Math.Max(1, x.KnownShape.ElementCount)));
        return (target, weight, loss, seed(slope));
    }

    private (Value Matrix, Value Rows, float Scale) Gram(LossTerm term, Value value)
    {
        Shape shape = value.KnownShape;
        if (shape.Rank < 3 || shape.ElementCount == 0)
            throw new InvalidInputException(
                $"the layer '{term.Of}' has the shape {shape}; a Gram matrix is of channels with positions (N, C, H, W).");
        Value rows = Reshape(value, value, new Shape(shape[0], shape[1], shape.ElementCount / shape[0] / shape[1]));
        Value columns = Apply(value, operators.Transpose, Attribute("perm", new long[] { 0, 2, 1 }), rows);
        float scale = 1f / (shape.ElementCount / shape[0]);
        return (Scale(value, Apply(value, operators.MatMul, rows, columns), scale), rows, scale);
    }

    private Value AddInput(string name, Shape shape)
    {
        Value input = graph.AddValue(name);
        (input.Type, input.Shape) = (ElementType.Float32, SymbolicShape.Of(shape));
        graph.Inputs.Add(input);
        return input;
    }

    private Value Mean(Value of, Value value) => Apply(of, operators.ReduceMean, Attribute("keepdims", 0L), value);

    private Value Scale(Value of, Value value, float factor) =>
        Apply(of, operators.Mul, value, Constant(of, MemoryConstant.From<float>(Shape.Scalar, [factor])));

    private Value Reshape(Value of, Value value, Shape shape) =>
        Apply(of, operators.Reshape, value, Constant(of, MemoryConstant.From<long>(new Shape(shape.Rank), [.. shape])));

    private Value Constant(Value of, ConstantData data)
    {
        Value value = graph.AddValue($"{of.Name}/loss constant");
        value.SetConstant(data);
        return value;
    }

    private static NodeAttributes Attribute(string name, object value) => new(new Dictionary<string, object> { [name] = value });

    private Value Apply(Value of, Operator op, params Value[] inputs) => Apply(of, op, NodeAttributes.None, inputs);

    private Value Apply(Value of, Operator op, NodeAttributes attributes, params Value[] inputs)
    {
        Value output = graph.AddValue($"{of.Name}/loss");
        var node = new Node(op, null, attributes, inputs, [output], Opset);
        graph.Add(node);
        infer(node);
        return output;
    }
}
