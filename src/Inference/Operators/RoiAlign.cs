using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Kernels.Sampling;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX RoiAlign: the mean or the maximum of interpolated samples in the bins of regions. Before opset 16, coordinates have no half pixel.
/// </summary>
internal sealed class RoiAlign : Operator, ILowering
{
    // Far more than a bin has pixels; keeps loops over an attribute within bounds.
    private const long MostSamples = 1024;

    public override string Name => "RoiAlign";

    public override int Since => 10;

    public override (int Min, int Max) Inputs => (3, 3);

    public override bool Accepts(int input, ElementType type) =>
        input == 2 ? type is ElementType.Int64 or ElementType.Int32 : type == ElementType.Float32;

    public override Interval Range(RangeContext context) => context.Input(0).Or(new Interval(0, 0));

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        Mode(node);
        HalfPixel(node);
        Samples(node);
        if (context.Dimensions(0) is { Count: not 4 })
            throw node.Invalid($"the input has the shape {context.Shape(0)}; expected [N,C,H,W]");
        if (context.Dimensions(1) is { } regions && (regions.Count != 2 || regions[1].Value is { } numbers && numbers != 4))
            throw node.Invalid($"the regions have the shape {context.Shape(1)}; expected [regions,4]");
        if (context.Dimensions(2) is { } images && (images.Count != 1 || (context.Dimensions(1) is { } rois
            && rois[0].IsKnown && images[0].IsKnown && rois[0] != images[0])))
            throw node.Invalid($"batch_indices has the shape {context.Shape(2)}; expected one for each region");
        context.RequireElements(0);
        context.Set(0, context.Type(0), [
            context.Dimensions(1)?[0] ?? Dimension.Unknown, context.Dimensions(0)?[1] ?? Dimension.Unknown, Extent(node, "output_height"),
            Extent(node, "output_width")]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public unsafe void Lower(LoweringContext context)
    {
        Node node = context.Node;
        View indices = LoweringContext.NewPlain(new Shape(context.OutputShape()[0]), ElementType.Int64);
        context.Emit(new RegionIndexStep(context.Plain(2), indices, context.InputShape(0)[0]));
        var regions = new Regions(context.ChannelsLast(0), context.Plain(1), indices, context.ChannelsLastOutput());
        float scale = node.Attributes.Float("spatial_scale", 1f);
        int samples = Samples(node);
        bool halfPixel = HalfPixel(node);
        bool maximum = Mode(node);
        double perBin = samples > 0 ? (double)samples * samples : 4;
        context.Emit(new RowsStep(
            $"regions of {context.OutputShape()[2]}x{context.OutputShape()[3]} samples", [regions.X, regions.Corners, indices], [regions.Y],
            regions.Rows, context.OutputShape().ElementCount * perBin * 4,
            (in RunContext run, long first, long last) =>
            {
                RegionArguments arguments = regions.Arguments(in run, scale);
                arguments.Samples = samples;
                arguments.HalfPixel = halfPixel;
                arguments.Maximum = maximum;
                run.Kernels.Float32.RoiAlign(in arguments, first, last);
            }));
    }

    private static bool Mode(Node node) => node.Attributes.Text("mode", "avg") switch
    {
        "avg" => false,
        "max" => true,
        var mode => throw node.Invalid($"mode is '{ShownText.Name(mode)}'; expected avg or max"),
    };

    private static bool HalfPixel(Node node) =>
        node.Attributes.Text("coordinate_transformation_mode", node.Opset < 16 ? "output_half_pixel" : "half_pixel") switch
        {
            "half_pixel" => true,
            "output_half_pixel" => false,
            var mode => throw node.Invalid(
                $"coordinate_transformation_mode is '{ShownText.Name(mode)}'; expected half_pixel or output_half_pixel"),
        };

    private static int Samples(Node node)
    {
        long samples = node.Attributes.Int("sampling_ratio", 0);
        return samples is >= 0 and <= MostSamples
            ? (int)samples
            : throw node.Invalid($"sampling_ratio is {samples}; expected 0 to {MostSamples}");
    }

    private static Dimension Extent(Node node, string name)
    {
        long extent = node.Attributes.Int(name, 1);
        return extent >= 1 ? extent : throw node.Invalid($"{name} is {extent}; expected at least 1");
    }
}
