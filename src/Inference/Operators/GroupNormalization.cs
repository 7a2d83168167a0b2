using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX GroupNormalization: groups of channels of each image, normalised by their own mean and variance, then scaled and shifted (Wu, He,
/// 2018): per group in opset 18 to 20, per channel since opset 21.
/// </summary>
internal sealed class GroupNormalization : Operator, ILowering
{
    public override string Name => "GroupNormalization";

    public override int Since => 18;

    public override string Limits => "scale and bias per group (opset 18 to 20) or per channel";

    public override (int Min, int Max) Inputs => (3, 3);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        long groups = Groups(node);
        if (context.Dimensions(0) is { } x)
        {
            if (x.Count < 2)
                throw node.Invalid($"the input has rank {x.Count}; expected at least 2");
            if (x[1].Value is { } channels && channels % groups != 0)
                throw node.Invalid($"has {groups} groups of {channels} channels; expected groups of the same size");
            Dimension expected = node.Opset < 21 ? groups : x[1];
            for (int i = 1; i < 3; i++)
            {
                if (context.Dimensions(i) is { } s && (s.Count != 1 || (s[0].IsKnown && expected.IsKnown && s[0] != expected)))
                    throw node.Invalid(
                        $"input {i} has the shape {context.Shape(i)}; expected one value for each of {expected} " +
                        (node.Opset < 21 ? "groups" : "channels"));
            }
        }

        context.SameAsInput();
    }

    public override WindowRule Window(Node node) => WindowRule.Global;

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        if (input != 0)
            return null;
        Shape x = node.Required(0).KnownShape;
        long channels = x[1] / Groups(node);
        return [AxisRead.Same(0), AxisRead.Blocks(1, channels, channels), .. Enumerable.Repeat(AxisRead.All, x.Rank - 2)];
    }

    public override CellExplanation? Explain(CellContext context)
    {
        Node node = context.Node;
        long channel = context.Index[1];
        long unit = node.Opset < 21 ? channel / Math.Max(1, node.Required(0).KnownShape[1] / Groups(node)) : channel;
        return NormalizationCells.OfOwn(
            context, node.Attributes.Float("epsilon", 1e-5f), context.Operand(1)[unit], context.Operand(2)[unit]);
    }

    public override bool KeepsImagesApart(Node node) => node.Required(1).Constant is not null && node.Required(2).Constant is not null;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        View input = context.Plain(0);
        View output = context.PlainOutput();
        long groups = Groups(node);
        Shape x = input.Shape;
        long rows = Extents.Multiply(x[0], groups);
        long columns = rows == 0 ? 0 : x.ElementCount / rows;
        context.Emit(new LayerNormalizationStep(input, output, rows, columns, node.Attributes.Float("epsilon", 1e-5f)));

        // [images, groups or channels, elements of each]
        long units = node.Opset < 21 ? groups : x[1];
        var shape = new Shape(x[0], units, x.ElementCount / Math.Max(1, x[0] * units));
        View matrix = output.TryReshape(shape)!;
        context.Emit(new BinaryStep(BinaryKind.Mul, matrix, Unit(1), matrix, bounds: null));
        context.Emit(new BinaryStep(BinaryKind.Add, matrix, Unit(2), matrix, bounds: null));

        View Unit(int operand) => context.Plain(operand).TryReshape(new Shape(units, 1))!.Expand(shape);
    }

    private static long Groups(Node node) => node.Attributes.Int("num_groups", 0) is > 0 and var groups
        ? groups
        : throw node.Invalid($"num_groups is {node.Attributes.Int("num_groups", 0)}; expected at least 1");
}
