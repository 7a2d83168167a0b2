using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Col2Im: columns of overlapping blocks added up to an image, over any number of axes.</summary>
internal sealed class Col2Im : Operator, ILowering
{
    private static readonly unsafe IReadOnlyList<ElementType> Types = ElementKernels.With(kernels => kernels.Col2Im != null);

    public override string Name => "Col2Im";

    public override int Since => 18;

    public override (int Min, int Max) Inputs => (3, 3);

    public override bool NeedsElements(int input) => input > 0;

    public override bool Accepts(int input, ElementType type) => input == 0 ? Types.Contains(type) : base.Accepts(input, type);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is { } given && given.Count != 3)
            throw node.Invalid($"the input has rank {given.Count}; expected 3");
        if (Geometry(context) is not { } axes)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        IReadOnlyList<Dimension> x = context.Dimensions(0) ?? [Dimension.Unknown, Dimension.Unknown, Dimension.Unknown];
        long taps = Extents.Product(axes.Select(axis => axis.Block));
        long positions = Extents.Product(axes.Select(axis => axis.Positions));
        if (x[1].Value is { } rows && rows % taps != 0)
            throw node.Invalid($"the input has {rows} rows; expected a multiple of the {taps} elements of a block");
        if (x[2].Value is { } columns && columns != positions)
            throw node.Invalid($"the input has {columns} columns; the blocks have {positions} positions");
        Dimension channels = x[1].Value / taps ?? Dimension.Unknown;
        context.Set(0, context.Type(0), [x[0], channels, .. axes.Select(axis => (Dimension)axis.Image)]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => true;

    public unsafe void Lower(LoweringContext context)
    {
        Axis[] axes = Geometry(new ShapeContext(context.Node)) ?? throw context.Node.Unsupported("its shapes are computed from data");
        long[] geometry = [.. axes.SelectMany(a => new[] { a.Image, a.Block, a.Positions, a.Stride, a.Dilation, a.Padding })];
        View x = context.Plain(0);
        View y = context.PlainOutput();
        context.Emit(new RowsStep(
            $"blocks of {string.Join('x', axes.Select(a => a.Block))} added up", [x], [y], y.Shape[0] * y.Shape[1],
            (x.Shape.ElementCount * 4.0 * axes.Length) + y.Shape.ElementCount,
            (in RunContext run, long first, long last) =>
            {
                fixed (long* numbers = geometry)
                {
                    var arguments = new Col2ImArguments
                    {
                        Columns = run.Address(x),
                        Image = run.Address(y),
                        Axes = axes.Length,
                        Geometry = numbers,
                    };
                    run.Kernels.Of(x.Type).Col2Im(in arguments, first, last);
                }
            }));
    }

    // Null if the graph computes the shapes.
    private static Axis[]? Geometry(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Integers(1) is not { } image || context.Integers(2) is not { } block)
            return null;
        int axes = image.Length;
        if (axes == 0 || axes > Extents.MaxAxes || block.Length != axes)
            throw node.Invalid($"the image has {axes} axes and the block {block.Length}; expected as many");
        int[] strides = SlidingWindow.ListOrLeast(node, "strides", axes, 1);
        int[] dilations = SlidingWindow.ListOrLeast(node, "dilations", axes, 1);
        int[] pads = SlidingWindow.ListOrLeast(node, "pads", 2 * axes, 0);
        if (image.Any(e => e is < 1 or > 1 << 28) || block.Any(e => e is < 1 or > 1 << 20))
            throw node.Invalid($"the image is [{string.Join(',', image)}], the block [{string.Join(',', block)}]; expected at least 1");
        var result = new Axis[axes];
        for (int i = 0; i < axes; i++)
        {
            long room = image[i] + pads[i] + pads[i + axes] - ((block[i] - 1) * dilations[i]) - 1;
            if (room < 0)
                throw node.Invalid($"a block of {block[i]} with dilation {dilations[i]} does not fit into an axis of {image[i]}");
            result[i] = new Axis(image[i], block[i], (room / strides[i]) + 1, strides[i], dilations[i], pads[i]);
        }

        return result;
    }

    private readonly record struct Axis(long Image, long Block, long Positions, long Stride, long Dilation, long Padding);
}
