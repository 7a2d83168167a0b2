using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Resampling;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Upsample: resizing to the nearest or by linear interpolation, with asymmetric positions. Scales are those of height and width in
/// opset 1, an attribute in opset 7 and an input since opset 9; the operator ends with opset 10, but is read as in opset 9 after that.
/// </summary>
internal sealed class Upsample : Operator, ILowering, IDifferentiable
{
    public override string Name => "Upsample";

    public override string Limits => "of opsets up to 9, since then Resize; nearest and linear";

    public override (int Min, int Max) Inputs => (1, 2);

    public override bool NeedsElements(int input) => input == 1;

    public override bool Accepts(int input, ElementType type) => input == 0 || type == ElementType.Float32;

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        Filter(context.Node);
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        context.Set(0, context.Type(0), Scales(context.Node, x.Count) is { } scales
            ? ResizeExtents.OfScales(context.Node, [.. x], scales).Outputs
            : new Dimension[x.Count]);
    }

    public override WindowRule Window(Node node) => Axes(node) is { } axes ? Resampling.Window(axes) : WindowRule.None;

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 && Axes(node) is { } axes ? Resampling.Reads(axes) : null;

    public override CellExplanation? Explain(CellContext context) =>
        Axes(context.Node) is { } axes ? Resampling.Explain(context, axes) : null;

    public override bool KeepsImagesApart(Node node) => Axes(node) is [null, ..];

    // Between elements, real numbers are computed.
    public override Node? OnIntegers(IntegerIsland island) =>
        Filter(island.Node) == ResampleFilter.Nearest ? ByteFunction.Chosen(island) : null;

    public void Differentiate(GradientContext context) => Resampling.Differentiate(
        context, Axes(context.Node) ?? throw context.NoRule("where the graph computes its scales"));

    public void Lower(LoweringContext context) => Resampling.Lower(
        context, Axes(context.Node) ?? throw context.Node.Unsupported("its scales are computed by the graph from data"), 0);

    private static ResampleAxis?[]? Axes(Node node)
    {
        Shape x = node.Required(0).KnownShape;
        if (Scales(node, x.Rank) is not { } scales)
            return null;
        Dimension[] outputs = ResizeExtents.OfScales(node, [.. x.Select(extent => (Dimension)extent)], scales).Outputs;
        return [.. x.Select((extent, i) => new ResampleAxis
        {
            Input = extent,
            Output = outputs[i].Value!.Value,
            Scale = scales[i],
            Filter = Filter(node),
            Transform = CoordinateTransform.Asymmetric,
            Rounding = scales[i] < 1 ? NearestRounding.Ceil : NearestRounding.Floor,
        }).Select(axis => axis.IsIdentity || axis.Input == 0 || axis.Output == 0 ? null : axis)];
    }

    // One for each axis; null if the graph computes them.
    private static double[]? Scales(Node node, int rank)
    {
        NodeAttributes attributes = node.Attributes;
        if (node.Opset < 9 && attributes.Floats("scales") is { } scales)
            return Array.ConvertAll(scales, scale => (double)scale);
        if (attributes.FloatOrNull("height_scale") is { } height && attributes.FloatOrNull("width_scale") is { } width)
        {
            return rank == 4
                ? [1, 1, height, width]
                : throw node.Invalid($"the input has rank {rank}; height_scale and width_scale need rank 4");
        }

        if (node.Input(1) is null)
            throw node.Invalid(node.Opset < 9 ? "has neither scales nor height_scale and width_scale" : "has no scales");
        return ResizeAttributes.Floats(node, 1);
    }

    private static ResampleFilter Filter(Node node) => node.Attributes.Text("mode", "nearest") switch
    {
        "nearest" => ResampleFilter.Nearest,
        "linear" or "bilinear" => ResampleFilter.Linear,
        var mode => throw node.Invalid($"mode is '{ShownText.Name(mode)}'; expected nearest or linear"),
    };
}
