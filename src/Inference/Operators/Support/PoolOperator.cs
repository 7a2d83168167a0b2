using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of MaxPool, AveragePool and LpPool: a window over [N, C, (D, H,) W].</summary>
internal abstract class PoolOperator : Operator, ILowering
{
    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (x.Count < 3)
            throw context.Node.Invalid($"the input has rank {x.Count}; expected at least 3");
        context.RequireElements(0);
        SlidingWindow window = Window(context.Node, x);
        for (int i = 0; i < window.Axes; i++)
        {
            if (window.PadBegin[i] >= window.Reach(i) || window.PadEnd[i] >= window.Reach(i))
                throw context.Node.Invalid(
                    $"pads of {window.PadBegin[i]} and {window.PadEnd[i]} are as large as the window of {window.Kernel[i]}: some windows " +
                    "would be completely outside the image");
        }

        context.Set(0, context.Type(0), [x[0], x[1], .. x.Skip(2).Select((d, i) => window.Output(context.Node, i, d))]);
    }

    public override WindowRule Window(Node node) => Window(node, node.Required(0).Shape.Dimensions!).ToRule(WindowKind.Sliding);

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? [AxisRead.Same(0), AxisRead.Same(1), .. Window(node, node.Required(0).Shape.Dimensions!).Reads()] : null;

    public override bool KeepsImagesApart(Node node) => true;

    public virtual void Lower(LoweringContext context)
    {
        SlidingWindow window = Window(context);
        View input = context.ChannelsLast(0);
        View output = context.ChannelsLastOutput();
        ConvolutionShape shape = WindowGeometry.Shape(
            window, input.Shape, output.Shape, Extents.ToKernelInt(input.Shape[1], "channels"), input.PixelStride, output.PixelStride, 0);
        Emit(context, shape, window, input, output);
    }

    /// <summary>Emits the steps for views in channels-last order.</summary>
    protected abstract void Emit(LoweringContext context, ConvolutionShape shape, SlidingWindow window, View input, View output);

    /// <summary>The patch of a cell.</summary>
    protected static WindowCells Cells(CellContext context) =>
        new(context, Window(context.Node, context.Node.Required(0).Shape.Dimensions!));

    /// <summary>The window of the node that is being lowered.</summary>
    protected static SlidingWindow Window(LoweringContext context) => Window(context.Node, context.Node.Required(0).Shape.Dimensions!);

    /// <summary>The window of a node over an input of a shape.</summary>
    public static SlidingWindow Window(Node node, IReadOnlyList<Dimension> x) => SlidingWindow.Read(node, [.. x.Skip(2)], null);
}
