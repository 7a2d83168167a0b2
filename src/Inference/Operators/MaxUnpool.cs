using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX MaxUnpool: the maxima of a MaxPool back at their places, zeros elsewhere. Indices count the elements of the tensor that was pooled,
/// as kernel, strides and pads give it, also where output_shape is larger.
/// </summary>
internal sealed class MaxUnpool : Operator, ILowering
{
    public override string Name => "MaxUnpool";

    public override int Since => 9;

    public override (int Min, int Max) Inputs => (2, 3);

    public override bool NeedsElements(int input) => input == 2;

    public override bool Accepts(int input, ElementType type) => input switch
    {
        0 => type != ElementType.Bool,
        1 => type == ElementType.Int64,
        _ => base.Accepts(input, type),
    };

    public override Interval Range(RangeContext context) => context.Input(0).Or(new Interval(0, 0));

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (context.Dimensions(1) is { } indices && (indices.Count != x.Count || x.Zip(indices).Any(
            d => d.First.IsKnown && d.Second.IsKnown && d.First != d.Second)))
            throw node.Invalid($"the indices have the shape {context.Shape(1)}; expected {context.Shape(0)}");
        Dimension[] pooled = Pooled(node, x);
        if (node.Input(2) is null)
        {
            context.Set(0, context.Type(0), pooled);
            return;
        }

        if (context.Contents(2) is not { } wanted)
        {
            context.Set(0, context.Type(0), new Dimension[x.Count]);
            return;
        }

        if (wanted.Count != x.Count)
            throw node.Invalid($"output_shape has {wanted.Count} extents; expected {x.Count}");
        if (pooled.Zip(wanted).Any(d => d.First.Value > d.Second.Value))
            throw node.Invalid(
                $"output_shape is [{string.Join(',', wanted)}]; expected at least [{string.Join(',', pooled)}], the shape before pooling");
        context.Set(0, context.Type(0), [.. wanted]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public void Lower(LoweringContext context)
    {
        View x = context.Plain(0);
        View indices = context.Plain(1);
        View output = context.PlainOutput();
        context.Emit(new FillStep(output, new byte[x.Type.SizeInBytes()]));
        Dimension[] pooled = Pooled(context.Node, context.Node.Required(0).Shape.Dimensions!);
        context.Emit(new UnpoolStep(x, indices, output, new Shape([.. pooled.Select(d => d.Value!.Value)])));
    }

    // The shape before pooling.
    private static Dimension[] Pooled(Node node, IReadOnlyList<Dimension> x)
    {
        int axes = x.Count - 2;
        if (axes < 1)
            throw node.Invalid($"the input has rank {x.Count}; expected at least 3");
        int[] kernel = SlidingWindow.List(node, "kernel_shape", axes, 1) ?? throw node.Invalid("has no kernel_shape");
        int[] strides = SlidingWindow.ListOrLeast(node, "strides", axes, 1);
        int[] pads = SlidingWindow.ListOrLeast(node, "pads", 2 * axes, 0);
        Dimension[] pooled = [x[0], x[1], .. x.Skip(2).Select((d, i) => d.Value is { } extent
            ? Extents.Add(Extents.Multiply(extent - 1, strides[i]), kernel[i] - (long)pads[i] - pads[i + axes])
            : Dimension.Unknown)];
        return pooled.Skip(2).Any(d => d.Value < 1)
            ? throw node.Invalid($"its window leaves [{string.Join(',', pooled)}] before pooling; expected extents of at least 1")
            : pooled;
    }
}
