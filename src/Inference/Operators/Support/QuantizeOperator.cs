using System.Globalization;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The base of QuantizeLinear: clamp(roundToEven(x / scale) + zero), computed in float32; NaN becomes the least integer.
/// </summary>
internal abstract class QuantizeOperator : Operator, ILowering
{
    public override string Limits => "to UInt8, Int8, UInt16, Int16; per tensor, per axis or in blocks; divides in float32";

    public override (int Min, int Max) Inputs => (2, 3);

    public override bool Accepts(int input, ElementType type) => input == 2
        ? Quantization.Types.Contains(type)
        : type is ElementType.Float32 or ElementType.Int32;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        ElementType? wanted = node.Attributes.IntOrNull("output_dtype") is { } code and not 0 ? OnnxElementTypes.Of(code) : null;
        ElementType? zero = node.Input(2) is null ? null : context.Type(2);
        if (wanted is not null && zero is not null && wanted != zero)
            throw node.Invalid($"output_dtype is {wanted} and its zero point {zero}; expected the same");
        ElementType type = zero ?? wanted ?? ElementType.UInt8;
        if (!Quantization.Types.Contains(type))
            throw node.Invalid($"output_dtype is {type}; expected one of {string.Join(", ", Quantization.Types)}");
        CheckPrecision(node);
        QuantizationAxis.Check(context);
        context.Set(0, type, context.Shape(0));
    }

    public override Interval Range(RangeContext context) => Interval.Of(context.Node.Outputs[0].Type);

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? AxisRead.SameAxes(node.Required(0).KnownShape.Rank) : null;

    public override CellExplanation? Explain(CellContext context)
    {
        if (QuantizationAxis.Block(context.Node) > 0)
            return null;
        (double scale, double zero) = QuantizationAxis.Of(context);
        (double least, double most) = Interval.Of(context.Type) is var range ? (range.Min, range.Max) : default;
        double before = context.Operand(0).At(context.Index);
        double rounded = Math.Round((float)before / (float)scale, MidpointRounding.ToEven);
        return context.Function(
            string.Create(
                CultureInfo.InvariantCulture,
                $"round(value / scale) + zero point, within {least} to {most}, with scale {(float)scale} and zero point {zero}."),
            [context.One(0, [.. context.Index], adds: false)], Math.Clamp(rounded + zero, least, most)) with
        { Activation = new CellActivation(Name, before, context.Value) };
    }

    public override bool KeepsImagesApart(Node node) => QuantizationAxis.KeepsImagesApart(node);

    public override QuantizedValue? Quantizes(Node node) =>
        node.Required(0).Type == ElementType.Float32 && node.Required(1).Type == ElementType.Float32
        ? new QuantizedValue(node.Outputs[0], node.Required(1), node.Input(2)) { Block = QuantizationAxis.Block(node) }
        : null;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        var parameters = new Quantization(node, 1, 2);
        View x = context.DenseInput(0);
        if (x.Type != ElementType.Float32)
            x = Converted.Emit(context, x, ElementType.Float32);
        if (QuantizationSteps.IsNetworkInput(context, x) && parameters.IsPerTensor && node.Outputs[0].Type!.Value.SizeInBytes() == 1)
        {
            QuantizationSteps.QuantizeInterleaved(
                context, x, parameters.Scales(context), parameters.Zeros(context, ElementType.Float32), context.ChannelsLastOutput());
            return;
        }

        QuantizationAxis.ForEach(
            node, x, Output(context, x), parameters.Scales(context), parameters.Zeros(context, ElementType.Float32),
            (from, to, scales, zeros) => context.Emit(new QuantizationStep(from, scales, zeros, to)));
    }

    // Pixels of whole words are for products. Where integers only become real numbers again, long runs are better.
    private static View Output(LoweringContext context, View x)
    {
        Value y = context.Node.Outputs[0];
        return x.IsChannelsLast && !x.IsPlain && context.ConcatView(y) is null && y.Consumers.Count > 0 && !context.Graph.IsOutput(y)
            && y.Consumers.TrueForAll(reader => reader.Operator.Dequantizes(reader) is not null)
            ? context.SetOutput(LoweringContext.NewDense(y.KnownShape, y.Type!.Value))
            : context.OutputLike(x);
    }

    // Fewer digits than asked for would be another result; of 16-bit floats there are more.
    private static void CheckPrecision(Node node)
    {
        if (node.Attributes.IntOrNull("precision") is not { } code || code == 0)
            return;
        ElementType precision = OnnxElementTypes.Of(code);
        if (!precision.IsFloat())
            throw node.Invalid($"precision is {precision}; expected a type of floats");
        if (precision == ElementType.Float64)
            throw node.Unsupported($"precision is {precision}; supported is division in Float32. Leave the attribute out");
    }
}
