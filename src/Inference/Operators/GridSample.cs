using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Kernels.Sampling;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX GridSample: values of an image at the positions of a grid (Jaderberg et al., "Spatial Transformer Networks", 2015), over one to
/// three spatial axes. Opset 20 renamed the modes.
/// </summary>
internal sealed class GridSample : Operator, ILowering
{
    public override string Name => "GridSample";

    public override int Since => 16;

    public override string Limits => "1 to 3 spatial axes";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Accepts(int input, ElementType type) => input == 0
        ? type is not (ElementType.Bool or ElementType.Float16 or ElementType.BFloat16)
        : type is ElementType.Float32 or ElementType.Float64;

    // Cubic filters overshoot.
    public override Interval Range(RangeContext context) =>
        Filter(context.Node) == GridFilter.Cubic ? Interval.Any : context.Input(0).Or(new Interval(0, 0));

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        Filter(node);
        Padding(node);
        if (context.Dimensions(0) is not { } x || context.Dimensions(1) is not { } grid)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (x.Count is < 3 or > 5 || grid.Count != x.Count || (grid[^1].Value is { } axes && axes != x.Count - 2))
        {
            throw node.Invalid(
                $"the input has the shape {context.Shape(0)} and the grid {context.Shape(1)}; expected [N,C,...] with 1 to 3 spatial " +
                "axes and a grid of the same rank with one coordinate per axis");
        }

        if (x[0].IsKnown && grid[0].IsKnown && x[0] != grid[0])
            throw node.Invalid($"there are {x[0]} images and {grid[0]} grids; expected as many");
        if (x.Skip(2).Any(extent => extent.Value == 0))
            throw node.Invalid($"the input has the shape {context.Shape(0)}, so that there is nothing to sample");
        context.Set(0, context.Type(0), [x[0], x[1], .. grid.Skip(1).SkipLast(1)]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => true;

    public void Lower(LoweringContext context)
    {
        ElementType type = context.Input(0).Type;
        ElementType computed = type == ElementType.Float32 ? type : ElementType.Float64;
        View x = type == computed ? context.ChannelsLast(0) : context.AsChannelsLast(Converted.Emit(context, context.Input(0), computed));
        View grid = context.Input(1).Type == computed ? context.Plain(1) : Converted.Emit(context, context.Input(1), computed);
        Shape shape = context.OutputShape();
        View y = type == computed ? context.ChannelsLastOutput() : LoweringContext.NewChannelsLast(shape, computed);
        Emit(context, x, grid, y);
        if (type != computed)
            context.SetOutput(Converted.Emit(context, y, type));
    }

    private static unsafe void Emit(LoweringContext context, View x, View grid, View y)
    {
        Node node = context.Node;
        Shape shape = x.Shape;
        int axes = shape.Rank - 2;
        long positions = y.Shape.ElementCount / (shape[0] * shape[1]);
        GridFilter filter = Filter(node);
        GridPadding padding = Padding(node);
        bool alignCorners = node.Attributes.Int("align_corners", 0) != 0;
        double taps = Math.Pow(filter == GridFilter.Nearest ? 1 : filter == GridFilter.Linear ? 2 : 4, axes);
        context.Emit(new RowsStep(
            $"grid sample {filter} {padding}", [x, grid], [y], shape[0] * positions,
            shape[0] * positions * ((taps * shape[1]) + (axes * 20.0)),
            (in RunContext run, long first, long last) =>
            {
                var arguments = new GridSampleArguments
                {
                    X = run.Address(x),
                    Grid = run.Address(grid),
                    Y = run.Address(y),
                    Axes = axes,
                    Depth = axes > 2 ? shape[-3] : 1,
                    Height = axes > 1 ? shape[-2] : 1,
                    Width = shape[-1],
                    Channels = shape[1],
                    XPixel = x.PixelStride,
                    YPixel = y.PixelStride,
                    Positions = positions,
                    Filter = filter,
                    Padding = padding,
                    AlignCorners = alignCorners,
                };
                run.Kernels.Of(x.Type).GridSample(in arguments, first, last);
            }));
    }

    private static GridFilter Filter(Node node) => node.Attributes.Text("mode", "linear") switch
    {
        "linear" or "bilinear" => GridFilter.Linear,
        "nearest" => GridFilter.Nearest,
        "cubic" or "bicubic" => GridFilter.Cubic,
        var mode => throw node.Invalid($"mode is '{ShownText.Name(mode)}'; expected linear, nearest or cubic"),
    };

    private static GridPadding Padding(Node node) => node.Attributes.Text("padding_mode", "zeros") switch
    {
        "zeros" => GridPadding.Zeros,
        "border" => GridPadding.Border,
        "reflection" => GridPadding.Reflection,
        var mode => throw node.Invalid($"padding_mode is '{ShownText.Name(mode)}'; expected zeros, border or reflection"),
    };
}
