using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Gradients;

/// <summary>One node on the way back: its operands, the gradients of its outputs, and what is added for those of its inputs.</summary>
internal sealed class GradientContext(GradientGraph gradients, Node node)
{
    // The version of the operator set that gives added nodes their meaning.
    private const long Opset = 17;

    /// <summary>The node.</summary>
    public Node Node => node;

    /// <summary>The operators of which nodes are added.</summary>
    public GradientOperators Operators => gradients.Operators;

    /// <summary>What operators let back.</summary>
    public GradientRule Rule => gradients.Rule;

    /// <summary>The shape of an input.</summary>
    public Shape InputShape(int input) => node.Required(input).KnownShape;

    /// <summary>The shape of an output.</summary>
    public Shape OutputShape(int output = 0) => node.Outputs[output].KnownShape;

    /// <summary>An input.</summary>
    public Value Input(int input) => node.Required(input);

    /// <summary>An output.</summary>
    public Value Output(int output = 0) => node.Outputs[output];

    /// <summary>Whether the gradient of an input is asked for.</summary>
    public bool Wants(int input) => node.Input(input) is { } value && gradients.Wants(value);

    /// <summary>The gradient of an output; null if nothing depends on it.</summary>
    public Value? GradientOrNull(int output) => gradients.Of(node.Outputs[output]);

    /// <summary>The gradient of an output, zeros if nothing depends on it.</summary>
    public Value Gradient(int output = 0) => GradientOrNull(output) ?? Zeros(OutputShape(output));

    /// <summary>Adds to the gradient of an input, which has its shape.</summary>
    public void Set(int input, Value gradient)
    {
        if (Wants(input))
            gradients.Add(node.Required(input), gradient);
    }

    /// <summary>Adds to the gradient of an input that was broadcast to the output: sums over the axes along which it is repeated.</summary>
    public void SetBroadcast(int input, Value gradient)
    {
        if (Wants(input))
            gradients.Add(node.Required(input), SumTo(gradient, OutputShape(), InputShape(input)));
    }

    /// <summary>Sums a value over the axes along which a shape is repeated in its own.</summary>
    public Value SumTo(Value value, Shape own, Shape shape)
    {
        int lead = own.Rank - shape.Rank;
        long[] axes = [.. Enumerable.Range(0, own.Rank).Where(axis => axis < lead || (shape[axis - lead] == 1 && own[axis] != 1))
            .Select(axis => (long)axis)];
        if (axes.Length > 0)
            value = Apply(o => o.ReduceSum, [value, Integers(axes)], ("keepdims", 1L));
        return lead > 0 ? Reshape(value, shape) : value;
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="op">Chooses the operator.</param>
    /// <param name="inputs">The operands.</param>
    /// <param name="attributes">The attributes, of the types that ONNX gives them.</param>
    public Value Apply(
        Func<GradientOperators, Operator> op, ReadOnlySpan<Value?> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var values = new Dictionary<string, object>();
        foreach ((string name, object value) in attributes)
            values.Add(name, value);
        return Apply(op(Operators), inputs, new NodeAttributes(values, node.ErrorContext), outputs: 1)[0];
    }

    /// <summary>Adds a node of an operator with several outputs.</summary>
    public Value[] Apply(Operator op, ReadOnlySpan<Value?> inputs, NodeAttributes attributes, int outputs)
    {
        var values = new Value[outputs];
        for (int i = 0; i < outputs; i++)
            values[i] = gradients.Graph.AddValue($"{node.Outputs[0].Name}/gradient");
        gradients.Append(new Node(op, node.Name, attributes, inputs.ToArray(), values, Opset));
        return values;
    }

    public Value Add(Value a, Value b) => Apply(o => o.Add, [a, b]);

    public Value Subtract(Value a, Value b) => Apply(o => o.Sub, [a, b]);

    public Value Multiply(Value a, Value b) => Apply(o => o.Mul, [a, b]);

    public Value Divide(Value a, Value b) => Apply(o => o.Div, [a, b]);

    public Value Negate(Value a) => Apply(o => o.Neg, [a]);

    public Value Scale(Value a, float factor) => factor == 1 ? a : Multiply(a, Number(factor));

    /// <summary>The same elements in another shape.</summary>
    public Value Reshape(Value value, Shape shape) => Apply(o => o.Reshape, [value, Integers([.. shape])]);

    /// <summary>A value repeated to a shape that it broadcasts to.</summary>
    public Value Expand(Value value, Shape shape) => Apply(o => o.Expand, [value, Integers([.. shape])]);

    /// <summary>A gradient where a value is above 0, else 0.</summary>
    public Value ReluGrad(Value gradient, Value value)
    {
        // Behind a MaxPool of the value the mask is as good on what was pooled, which is smaller: an element gets a gradient from the
        // windows whose largest it is, and is above 0 where they are.
        if (gradient.Producer is { } pool && pool.Operator == Operators.MaxPoolGrad && pool.Required(0) == value)
        {
            Value pooled = pool.Required(1), masked = Apply(o => o.ReluGrad, [pool.Required(2), pooled]);
            return Apply(pool.Operator, [value, pooled, masked], pool.Attributes, outputs: 1)[0];
        }

        return Apply(o => o.ReluGrad, [gradient, value]);
    }

    /// <summary>The gradient of output 0 where a condition holds, else 0.</summary>
    public Value Where(Value condition, Value gradient) => Apply(o => o.Where, [condition, gradient, Number(0)]);

    /// <summary>A constant: a float without axes.</summary>
    public Value Number(float number) => Constant(MemoryConstant.From<float>(Shape.Scalar, [number]));

    /// <summary>A constant: a list of integers.</summary>
    public Value Integers(params ReadOnlySpan<long> numbers) => Constant(MemoryConstant.From(new Shape(numbers.Length), numbers));

    /// <summary>A constant.</summary>
    public Value Constant(ConstantData data)
    {
        Value value = gradients.Graph.AddValue($"{node.Outputs[0].Name}/constant");
        value.SetConstant(data);
        return value;
    }

    /// <summary>Zeros of a shape.</summary>
    public Value Zeros(Shape shape) => Constant(new MemoryConstant(new Tensor(ElementType.Float32, shape)));

    /// <summary>The error for a form of the operator that has no rule.</summary>
    public UnsupportedModelException NoRule(string form) => node.Unsupported($"has no gradient {form}");
}
