using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX InstanceNormalization: normalises each channel of each image by its own mean and variance (Ulyanov, Vedaldi, Lempitsky, 2016).
/// </summary>
internal sealed class InstanceNormalization : Operator, ILowering, IDifferentiable
{
    public override string Name => "InstanceNormalization";

    public override (int Min, int Max) Inputs => (3, 3);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is { Count: < 3 } x)
            throw context.Node.Invalid($"the input has rank {x.Count}; expected at least 3");
        for (int i = 1; i < 3; i++)
        {
            if (context.Dimensions(i) is { } s && context.Dimensions(0) is { } image
                && (s.Count != 1 || (s[0].IsKnown && image[1].IsKnown && s[0] != image[1])))
                throw context.Node.Invalid(
                    $"input {i} has the shape {context.Shape(i)}; expected one value for each of {image[1]} channels");
        }

        context.SameAsInput();
    }

    public override WindowRule Window(Node node) => WindowRule.Global;

    public override AxisRead[]? Reads(Node node, int output, int input) => input == 0
        ? [AxisRead.Same(0), AxisRead.Same(1), .. Enumerable.Repeat(AxisRead.All, node.Required(0).KnownShape.Rank - 2)]
        : null;

    public override CellExplanation? Explain(CellContext context) => NormalizationCells.OfOwn(
        context, context.Node.Attributes.Float("epsilon", 1e-5f), context.Operand(1)[context.Index[1]],
        context.Operand(2)[context.Index[1]]);

    public override bool KeepsImagesApart(Node node) => node.Required(1).Constant is not null && node.Required(2).Constant is not null;

    public override bool TakesActivation(Node node, Activation function) => true;

    public void Differentiate(GradientContext context)
    {
        if (context.Wants(1) || context.Wants(2))
            throw context.NoRule("with respect to a scale that the graph computes");
        Shape x = context.InputShape(0);
        Value scale = context.Reshape(context.Input(1), new Shape([x[1], .. Enumerable.Repeat(1L, x.Rank - 2)]));
        context.Set(0, NormalizationGradient.OfInput(
            context, context.Multiply(context.Gradient(), scale), [.. Enumerable.Range(2, x.Rank - 2).Select(axis => (long)axis)],
            context.Node.Attributes.Float("epsilon", 1e-5f)));
    }

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        int channels = Extents.ToKernelInt(context.InputShape(0)[1], "channels");
        var row = new RowPacking(1, channels, channels);
        View input = context.Plain(0);
        View output = context.PlainOutput();
        Activation? bounds = node.Activation is { Kind: UnaryKind.Clip } ? node.Activation : null;
        context.Emit(new InstanceNormalizationStep(
            input, output, context.Row(node.Inputs[1], row), context.Row(node.Inputs[2], row),
            node.Attributes.Float("epsilon", 1e-5f), bounds));
        if (node.Activation is { Kind: not UnaryKind.Clip } activation)
            context.Emit(new UnaryStep(activation, output, output));
    }
}
