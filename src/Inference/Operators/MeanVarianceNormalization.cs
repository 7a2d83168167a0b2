using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX MeanVarianceNormalization: (x - mean) / deviation over axes (batch and positions unless said otherwise); since opset 9.
/// </summary>
internal sealed class MeanVarianceNormalization : Operator, ILowering
{
    // The specification adds 1e-9 to the deviation. Added to the variance as its square, it does the same where it matters: for rows of
    // equal elements, which become zeros.
    private const float Epsilon = 1e-18f;

    public override string Name => "MeanVarianceNormalization";

    public override int Since => 9;

    public override string Limits => "any axes";

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is { } x)
            Axes(context.Node, x.Count);
        context.SameAsInput();
    }

    public override WindowRule Window(Node node) => WindowRule.Global;

    public override bool KeepsImagesApart(Node node) => !Axes(node, node.Required(0).KnownShape.Rank).Contains(0);

    public void Lower(LoweringContext context)
    {
        View input = context.Input(0);
        int[] axes = Axes(context.Node, input.Shape.Rank);
        int[] order = [.. Enumerable.Range(0, input.Shape.Rank).Except(axes), .. axes];
        View rows = context.AsPlain(input.Permute(order));
        View result = LoweringContext.NewPlain(rows.Shape, rows.Type);
        long columns = Extents.Product(axes.Select(axis => input.Shape[axis]));
        context.Emit(new LayerNormalizationStep(rows, result, rows.Shape.ElementCount / Math.Max(1, columns), columns, Epsilon));
        int[] back = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            back[order[i]] = i;
        context.SetOutput(result.Permute(back));
    }

    private static int[] Axes(Node node, int rank)
    {
        long[] axes = node.Attributes.Ints("axes") ?? [0, 2, 3];
        return [.. axes.Select(axis => node.Axis(axis, rank)).Distinct().Order()];
    }
}
