using System.Globalization;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The base of DequantizeLinear: (x - zero) * scale in float32. Constants stay integers, which become floats where they are read.
/// </summary>
internal abstract class DequantizeOperator : Operator, ILowering
{
    public override string Limits => "of UInt8, Int8, UInt16, Int16, Int32; per tensor, per axis or in blocks";

    public override (int Min, int Max) Inputs => (2, 3);

    public override bool Accepts(int input, ElementType type) => input == 1
        ? type == ElementType.Float32
        : Quantization.Types.Contains(type) || type == ElementType.Int32;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (node.Input(2) is not null && context.Type(2) != context.Type(0))
            throw node.Invalid($"its operand is {context.Type(0)} and its zero point {context.Type(2)}; expected the same type");
        ElementType type = Asked(node) ?? context.Type(1);
        if (!type.IsFloat())
            throw node.Invalid($"output_dtype is {type}; expected a type of floats");
        QuantizationAxis.Check(context);
        context.Set(0, type, context.Shape(0));
    }

    public override Interval Range(RangeContext context)
    {
        var parameters = new Quantization(context.Node, 1, 2);
        return parameters is { OneScale: { } scale, OneZero: { } zero }
            ? (context.Input(0) - new Interval(zero, zero)) * new Interval(scale, scale)
            : Interval.Any;
    }

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? AxisRead.SameAxes(node.Required(0).KnownShape.Rank) : null;

    public override CellExplanation? Explain(CellContext context)
    {
        if (QuantizationAxis.Block(context.Node) > 0)
            return null;
        (double scale, double zero) = QuantizationAxis.Of(context);
        double before = context.Operand(0).At(context.Index);
        return context.Function(
            string.Create(
                CultureInfo.InvariantCulture, $"(integer - zero point) * scale, with zero point {zero} and scale {(float)scale}."),
            [context.One(0, [.. context.Index], adds: false)], (before - zero) * scale) with
        { Activation = new CellActivation(Name, before, context.Value) };
    }

    public override bool KeepsImagesApart(Node node) => QuantizationAxis.KeepsImagesApart(node);

    public override bool FoldsWithoutMemory(Node node) => Fold(node) is not null;

    public override ConstantData? Fold(Node node)
    {
        if (node.Required(0).Constant is not { } x || node.Required(1).Constant is not { } scale || QuantizationAxis.Block(node) > 0
            || scale.Shape.ElementCount > DequantizedConstant.MostScales || node.Input(2) is { Constant: null })
            return null;
        int axis = scale.Shape.ElementCount == 1 ? 0 : QuantizationAxis.Axis(node, x.Shape.Rank);
        var dequantized = new DequantizedConstant(x, scale, node.Input(2)?.Constant, axis);
        ElementType type = node.Outputs[0].Type!.Value;
        return type == ElementType.Float32 ? dequantized : ConvertedConstant.Of(dequantized, type);
    }

    public override QuantizedValue? Dequantizes(Node node) => node.Required(0).Shape.Rank >= 0
        ? new QuantizedValue(
            node.Required(0), node.Required(1), node.Input(2),
            new Quantization(node, 1, 2).IsPerTensor ? 0 : QuantizationAxis.Axis(node, node.Required(0).Shape.Rank))
        {
            Block = QuantizationAxis.Block(node),
            RoundedTo = Asked(node) is { } type and (ElementType.Float16 or ElementType.BFloat16) ? type : null,
        }
        : null;

    // Integers that are made real only to become others: another scale.
    public override Node? OnIntegers(IntegerIsland island) =>
        ByteFunction.Of(island, Dequantizes(island.Node), new Activation(UnaryKind.Identity));

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        var parameters = new Quantization(node, 1, 2);
        // Results of a graph are plain: bytes are a quarter of what would be moved after this.
        View x = context.Graph.IsOutput(node.Outputs[0]) ? context.Plain(0) : context.DenseInput(0);
        ElementType type = node.Outputs[0].Type!.Value;
        View output = type == ElementType.Float32 ? context.OutputLike(x) : QuantizationSteps.NewLike(x, ElementType.Float32);
        QuantizationAxis.ForEach(
            node, x, output, parameters.Scales(context), parameters.Zeros(context, ElementType.Float32),
            (from, to, scales, zeros) => context.Emit(new QuantizationStep(from, scales, zeros, to)));
        if (type != ElementType.Float32)
            context.SetOutput(Converted.Emit(context, output, type));
    }

    // The type of the result, where an attribute says it.
    private static ElementType? Asked(Node node) =>
        node.Attributes.IntOrNull("output_dtype") is { } code and not 0 ? OnnxElementTypes.Of(code) : null;
}
