using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Resampling;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Resize: resampling along any axes by scales or to sizes, which may be constants or computed. Before opset 11 positions are
/// asymmetric and there are no sizes.
/// </summary>
internal sealed class Resize : Operator, ILowering, IDifferentiable
{
    public override string Name => "Resize";

    public override string Limits => "all modes, roundings and coordinate transforms; antialias; sizes and scales may be computed";

    public override (int Min, int Max) Inputs => (1, 4);

    public override bool NeedsElements(int input) => input > 0;

    public override bool Accepts(int input, ElementType type) => input switch
    {
        0 => true,
        3 => type is ElementType.Int64 or ElementType.Int32,
        _ => type.IsFloat(),
    };

    public override Interval Range(RangeContext context)
    {
        Node node = context.Node;
        if (ResizeAttributes.Filter(node) == ResampleFilter.Cubic)
            return Interval.Any;
        double outside = node.Attributes.Float("extrapolation_value", 0);
        return ResizeAttributes.Crops(node) ? context.Input(0).Or(new Interval(outside, outside)) : context.Input(0);
    }

    public override void Infer(ShapeContext context)
    {
        ResizeAttributes.Check(context.Node);
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        Dimension[] result = [.. x];
        int[] axes = ResizeAttributes.Axes(context, x.Count);
        ResizeExtents extents = ResizeExtents.Read(context, x, axes);
        for (int i = 0; i < axes.Length; i++)
            result[axes[i]] = extents.Outputs[i];
        context.Set(0, context.Type(0), result);
    }

    public override WindowRule Window(Node node) => Axes(node) is { } axes ? Resampling.Window(axes) : WindowRule.None;

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 && Axes(node) is { } axes ? Resampling.Reads(axes) : null;

    public override CellExplanation? Explain(CellContext context) =>
        Axes(context.Node) is { } axes ? Resampling.Explain(context, axes) : null;

    public override bool KeepsImagesApart(Node node) => Axes(node) is [null, ..];

    // Between elements, real numbers are computed. Between one element and itself there is nothing else, if its scale stays: another one
    // would be rounded after the last bits of an interpolation.
    public override Node? OnIntegers(IntegerIsland island)
    {
        Node node = island.Node;
        if (ResizeAttributes.Crops(node))
            return null;
        if (ResizeAttributes.Filter(node) == ResampleFilter.Nearest)
            return ByteFunction.Chosen(island);
        return Repeats(node) && island.Same(operands: 1) is { } same
            ? island.Replacement(this, node.Opset, node.Attributes.With("mode", "nearest").With("antialias", 0L), same.Inputs)
            : null;
    }

    private static bool Repeats(Node node) => ResizeAttributes.Filter(node) == ResampleFilter.Linear && node.HasKnownShapes
        && Axes(node) is { } axes && Array.TrueForAll(axes, axis => axis is null or { Input: 1 });

    public void Differentiate(GradientContext context) => Resampling.Differentiate(
        context, Axes(context.Node) ?? throw context.NoRule("where the graph computes its scales or sizes"));

    public void Lower(LoweringContext context) => Resampling.Lower(
        context, Axes(context.Node) ?? throw context.Node.Unsupported("its scales or sizes are computed by the graph from data"),
        context.Node.Attributes.Float("extrapolation_value", 0));

    // Each axis of the tensor; null where it stays as it is. Null if scales or sizes are not known.
    private static ResampleAxis?[]? Axes(Node node)
    {
        var context = new ShapeContext(node);
        Shape x = node.Required(0).KnownShape;
        int[] axes = ResizeAttributes.Axes(context, x.Rank);
        ResizeExtents extents = ResizeExtents.Read(context, context.Dimensions(0)!, axes);
        if (extents.Scales is not { } scales || !Array.TrueForAll(extents.Outputs, output => output.IsKnown))
            return null;
        double[]? region = ResizeAttributes.Region(context, axes.Length);
        if (region is null)
            return null;
        var result = new ResampleAxis?[x.Rank];
        for (int i = 0; i < axes.Length; i++)
        {
            long output = extents.Outputs[i].Value!.Value;
            if (x[axes[i]] == 0 || output == 0)
                continue;
            ResampleAxis axis = ResizeAttributes.Of(node) with
            {
                Input = x[axes[i]],
                Output = output,
                Scale = scales[i],
                RegionStart = region[i],
                RegionEnd = region[i + axes.Length],
                Rounding = ResizeAttributes.Rounding(node, scales[i]),
            };
            result[axes[i]] = axis.IsIdentity ? null : axis;
        }

        return result;
    }
}
