using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The base of ONNX Runtime's operators that apply a function of real numbers to quantised tensors: operands become real numbers, the
/// operator of ONNX is applied to them, and its result is quantised, each with one scale and one zero point.
/// </summary>
internal abstract class QuantizedFunction : Operator, ILowering
{
    public override string Domain => "com.microsoft";

    public override string Limits => "one scale and one zero point for each operand";

    /// <summary>The operator of real numbers, which has a lowering.</summary>
    protected abstract Operator Real { get; }

    /// <summary>The input with the scale of the result; the zero point follows it.</summary>
    protected abstract int Result { get; }

    /// <summary>The inputs that are operands; scale and zero point of each follow it. Input 0 unless overridden.</summary>
    protected virtual IEnumerable<int> Operands(Node node) => [0];

    /// <summary>The version of ONNX's operator set that <see cref="Real"/> has its meaning from.</summary>
    protected virtual long Version(Node node) => 21;

    public override bool Accepts(int input, ElementType type) =>
        type is ElementType.UInt8 or ElementType.Int8 or ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        foreach (int operand in Operands(node))
        {
            RequireBytes(context, operand);
            Parameters(node, operand + 1);
        }

        Parameters(node, Result);
        ElementType type = node.Input(Result + 1) is null ? context.Type(Operands(node).First()) : RequireBytes(context, Result + 1);
        Node part = Part(node);
        Real.Infer(new ShapeContext(part));
        context.Set(0, type, Turned(part.Outputs[0].Shape.Dimensions, IsChannelsLast(node), back: true));
    }

    public override Interval Range(RangeContext context) => Interval.Of(context.Node.Outputs[0].Type);

    public override WindowRule Window(Node node) => IsChannelsLast(node) ? WindowRule.None : Real.Window(WholePart(node));

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        !IsChannelsLast(node) && Operands(node).ToList().IndexOf(input) is >= 0 and var operand
            ? Real.Reads(WholePart(node), output, operand)
            : null;

    public override bool KeepsImagesApart(Node node) =>
        !Operands(node).Append(Result - 1).Any(i => !new Quantization(node, i + 1, i + 2).IsConstant)
        && Real.KeepsImagesApart(WholePart(node));

    public override QuantizedValue? Quantizes(Node node) => new Quantization(node, Result, Result + 1).Of(node.Outputs[0]);

    public void Lower(LoweringContext context)
    {
        if (!TryLower(context))
            LowerPlain(context);
    }

    /// <summary>Emits steps of bytes, where there are some. Unless overridden, tables for functions of one element.</summary>
    /// <returns>False if there are none.</returns>
    protected virtual bool TryLower(LoweringContext context)
    {
        Node node = context.Node;
        if (Operands(node).Count() != 1 || Real.Function(WholePart(node)) is not { } function
            || Scale(node, 1) is not { } from || Scale(node, Result) is not { } to)
            return false;
        View input = context.DenseInput(0);
        ByteFunction.Emit(context, function, input, from, context.OutputLike(input), to);
        return true;
    }

    /// <summary>A constant scale and zero point of the node; null if they are computed.</summary>
    protected static ByteScale? Scale(Node node, int scale) =>
        new Quantization(node, scale, scale + 1).One;

    private void LowerPlain(LoweringContext context)
    {
        Node node = context.Node;
        bool turned = IsChannelsLast(node);
        Node part = WholePart(node);
        int index = 0;
        foreach (int operand in Operands(node))
        {
            View view = context.Input(operand);
            if (turned)
                view = view.Permute(ToChannelsFirst(view.Shape.Rank));
            context.Bind(part.Inputs[index++]!, QuantizationSteps.Dequantize(context, view, Parameters(node, operand + 1)));
        }

        context.LowerPart(part);
        View result = context.Dense(context.ViewOf(part.Outputs[0]));
        if (turned)
            result = context.AsPlain(result.Permute(ToChannelsLast(result.Shape.Rank)));
        QuantizationSteps.Quantize(context, result, Parameters(node, Result), context.OutputLike(result));
    }

    private static Quantization Parameters(Node node, int scale)
    {
        var parameters = new Quantization(node, scale, scale + 1);
        if (parameters.Scale.Type is { } type && type != ElementType.Float32)
            throw node.Invalid($"its scale '{parameters.Scale.Name}' is {type}; expected Float32");
        parameters.RequireOne();
        return parameters;
    }

    private static ElementType RequireBytes(ShapeContext context, int input)
    {
        ElementType type = context.Type(input);
        return type != ElementType.Float32 ? type : throw context.Node.Invalid($"input {input} is {type}; expected UInt8 or Int8");
    }

    // The node of real numbers.
    private Node Part(Node node)
    {
        Value?[] inputs = [.. Operands(node).Select(i => RealOf(node.Required(i), IsChannelsLast(node)))];
        return new Node(
            Real, node.ErrorContext.Node, node.Attributes, inputs, [new Value(node.Outputs[0].Name)], Version(node));
    }

    // The same with its result, for a node whose shapes are inferred.
    private Node WholePart(Node node)
    {
        Node part = Part(node);
        Real.Infer(new ShapeContext(part));
        return part;
    }

    private static Value RealOf(Value value, bool turned) => new(value.Name)
    {
        Type = ElementType.Float32,
        Shape = new SymbolicShape(Turned(value.Shape.Dimensions, turned, back: false)),
        Constant = value.Constant is null || turned
            ? null
            : new FilledConstant(ElementType.Float32, value.Constant.Shape, 0),
    };

    private static bool IsChannelsLast(Node node) => node.Attributes.Int("channels_last", 0) != 0;

    private static IReadOnlyList<Dimension>? Turned(IReadOnlyList<Dimension>? dimensions, bool turned, bool back)
    {
        if (dimensions is null || !turned || dimensions.Count < 3)
            return dimensions;
        return [.. (back ? ToChannelsLast(dimensions.Count) : ToChannelsFirst(dimensions.Count)).Select(axis => dimensions[axis])];
    }

    private static int[] ToChannelsFirst(int rank) => [0, rank - 1, .. Enumerable.Range(1, rank - 2)];

    private static int[] ToChannelsLast(int rank) => [0, .. Enumerable.Range(2, rank - 2), 1];
}
