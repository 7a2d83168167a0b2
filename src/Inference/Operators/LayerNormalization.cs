using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX LayerNormalization: normalises the axes from axis on by their own mean and variance, then scales and shifts (Ba, Kiros, Hinton,
/// 2016); since opset 17. Earlier exports, as ReduceMean, Sub, Pow, Sqrt and Div, are fused into it.
/// </summary>
internal sealed class LayerNormalization : Operator, ILowering, IDifferentiable
{
    public override string Name => "LayerNormalization";

    public override int Since => 17;

    public override string Limits => "scale and bias that broadcast to the normalised axes";

    public override (int Min, int Max) Inputs => (2, 3);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        context.SameAsInput();
        if (context.Dimensions(0) is not { } x)
            return;
        int axis = context.Axis(context.Attributes.Int("axis", -1), x.Count);
        IReadOnlyList<Dimension> moments = [.. x.Select((d, i) => i < axis ? d : 1)];
        context.Set(1, ElementType.Float32, moments);
        context.Set(2, ElementType.Float32, moments);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        Shape x = node.Required(0).KnownShape;
        int first = node.Axis(node.Attributes.Int("axis", -1), x.Rank);
        if (input > 0)
            return AxisRead.Broadcast(node.Required(input).KnownShape, x);
        return [.. Enumerable.Range(0, x.Rank).Select(axis => axis < first ? AxisRead.Same(axis) : AxisRead.All)];
    }

    public override CellExplanation? Explain(CellContext context)
    {
        if (context.Output != 0 || context.Source(1) is not { } scale || (context.Node.Input(2) is not null && context.Source(2) is null))
            return null;
        double shift = context.Node.Input(2) is null ? 0 : context.Operand(2).At(context.Source(2)!);
        return NormalizationCells.OfOwn(
            context, context.Node.Attributes.Float("epsilon", 1e-5f), context.Operand(1).At(scale), shift);
    }

    public override bool KeepsImagesApart(Node node) => node.Inputs.Skip(1).All(i => i is null or { Constant: not null }) &&
        node.Axis(node.Attributes.Int("axis", -1), node.Required(0).KnownShape.Rank) > 0;

    // d = x - ReduceMean(x); d / Sqrt(ReduceMean(d ^ 2) + epsilon) * scale + shift, over the last axis; its anchor is the Sqrt.
    public override Composite? Recognize(Graph graph, Node node)
    {
        if (node.Operator is not Sqrt || node.Required(0).Producer is not { Operator: Add } add)
            return null;
        Value variance = add.Required(Pattern.Number(add.Input(0)) is null ? 0 : 1);
        if (Pattern.Number(Pattern.Other(add, variance)) is not { } epsilon)
            return null;
        if (!IsMeanOfLastAxis(variance.Producer) || variance.Producer!.Required(0).Producer is not { Operator: Pow } square)
            return null;
        if (Pattern.Number(square.Input(1)) != 2f || square.Required(0).Producer is not { Operator: Sub } center)
            return null;
        Value x = center.Required(0);
        if (!IsMeanOfLastAxis(center.Required(1).Producer) || center.Required(1).Producer!.Required(0) != x
            || center.Outputs[0].Consumers.Count != 2)
            return null;
        if (Pattern.OnlyReader<Div>(graph, node.Outputs[0]) is not { } quotient || quotient.Required(0) != center.Outputs[0])
            return null;
        if (Pattern.OnlyReader<Mul>(graph, quotient.Outputs[0]) is not { } product
            || Pattern.OnlyReader<Add>(graph, product.Outputs[0]) is not { } sum)
            return null;
        Value scale = Pattern.Other(product, quotient.Outputs[0]);
        Value shift = Pattern.Other(sum, product.Outputs[0]);
        long columns = x.KnownShape[-1];
        if (!IsRow(scale, columns) || !IsRow(shift, columns))
            return null;
        List<Node> nodes = [center.Required(1).Producer!, center, square, variance.Producer!, add, node, quotient, product, sum];
        bool inner = nodes.Take(nodes.Count - 1).All(n => !graph.IsOutput(n.Outputs[0]) && n.Outputs[0].Consumers.All(nodes.Contains));
        return inner ? new Composite(nodes, [x, scale, shift], NodeAttributes.None.With("axis", -1L).With("epsilon", epsilon)) : null;
    }

    private static bool IsRow(Value value, long columns) =>
        value.Constant is { ElementType: ElementType.Float32 } tensor && tensor.Shape.ElementCount == columns && tensor.Shape.Rank > 0
        && tensor.Shape[-1] == columns;

    private static bool IsMeanOfLastAxis(Node? node)
    {
        if (node is not { Operator: ReduceMean } || node.Attributes.Int("keepdims", 1) == 0)
            return false;
        int rank = node.Required(0).Shape.Rank;
        return Reduction.Axes(new ShapeContext(node), rank) is [var axis] && axis == rank - 1;
    }

    public void Differentiate(GradientContext context)
    {
        Node node = context.Node;
        if (context.Wants(1) || (node.Input(2) is not null && context.Wants(2)))
            throw context.NoRule("with respect to a scale that the graph computes");
        if (node.Outputs.Skip(1).Any(output => context.GradientOrNull(Array.IndexOf(node.Outputs, output)) is not null))
            throw context.NoRule("of its mean and deviation");
        int rank = context.InputShape(0).Rank;
        int axis = node.Axis(node.Attributes.Int("axis", -1), rank);
        context.Set(0, NormalizationGradient.OfInput(
            context, context.Multiply(context.Gradient(), context.Input(1)),
            [.. Enumerable.Range(axis, rank - axis).Select(a => (long)a)], node.Attributes.Float("epsilon", 1e-5f)));
    }

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        Shape shape = context.InputShape(0);
        int axis = node.Axis(node.Attributes.Int("axis", -1), shape.Rank);
        int columns = Extents.ToKernelInt(Extents.Product(shape.Skip(axis)), "elements in a row");
        var normalized = new Shape([.. shape.Skip(axis)]);
        PlanBuffer scale = NormalizedRow.Of(context, node.Required(1), normalized);
        PlanBuffer shift = node.Input(2) is { } bias ? NormalizedRow.Of(context, bias, normalized) : context.Zeros(columns);
        View input = context.Plain(0);
        View output = context.PlainOutput();
        context.Emit(new LayerNormalizationStep(
            input, output, shape.ElementCount / Math.Max(1, columns), columns, node.Attributes.Float("epsilon", 1e-5f))
        {
            Row = (scale, shift),
            Mean = node.Outputs.Length > 1 ? context.PlainOutput(1) : null,
            InverseDeviation = node.Outputs.Length > 2 ? context.PlainOutput(2) : null,
        });
    }
}
