using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Kernels.Sampling;

namespace Fovea.Inference.Operators;

/// <summary>ONNX MaxRoiPool: the largest pixel in the bins of regions, which are rows of image, left, top, right and bottom.</summary>
internal sealed class MaxRoiPool : Operator, ILowering
{
    public override string Name => "MaxRoiPool";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override Interval Range(RangeContext context) => context.Input(0).Or(new Interval(0, 0));

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is { Count: not 4 })
            throw node.Invalid($"the input has the shape {context.Shape(0)}; expected [N,C,H,W]");
        if (context.Dimensions(1) is { } regions && (regions.Count != 2 || regions[1].Value is { } numbers && numbers != 5))
            throw node.Invalid($"the regions have the shape {context.Shape(1)}; expected [regions,5]");
        if (node.Attributes.Ints("pooled_shape") is not [>= 1 and var rows, >= 1 and var columns])
            throw node.Invalid("pooled_shape is missing or not a height and a width of at least 1");
        context.RequireElements(0);
        context.Set(
            0, context.Type(0),
            [context.Dimensions(1)?[0] ?? Dimension.Unknown, context.Dimensions(0)?[1] ?? Dimension.Unknown, rows, columns]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public unsafe void Lower(LoweringContext context)
    {
        View indices = LoweringContext.NewPlain(new Shape(context.OutputShape()[0]), ElementType.Int64);
        View corners = context.Plain(1);
        context.Emit(new RegionIndexStep(corners, indices, context.InputShape(0)[0]));
        var regions = new Regions(context.ChannelsLast(0), corners, indices, context.ChannelsLastOutput());
        float scale = context.Node.Attributes.Float("spatial_scale", 1f);
        // A region is at most the image.
        double cost = (double)context.OutputShape()[0] * regions.X.Shape.ElementCount / regions.X.Shape[0] * 2;
        context.Emit(new RowsStep(
            $"regions of {context.OutputShape()[2]}x{context.OutputShape()[3]} maxima", [regions.X, corners, indices], [regions.Y],
            regions.Rows, cost + context.OutputShape().ElementCount,
            (in RunContext run, long first, long last) =>
            {
                RegionArguments arguments = regions.Arguments(in run, scale);
                run.Kernels.Float32.RoiPool(in arguments, first, last);
            }));
    }
}
