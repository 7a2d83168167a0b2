using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Operators;

/// <summary>ONNX CenterCropPad: axes cropped to, or padded with zeros to, given extents around their centre.</summary>
internal sealed class CenterCropPad : Operator, ILowering
{
    public override string Name => "CenterCropPad";

    public override int Since => 18;

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool NeedsElements(int input) => input == 1;

    public override Interval Range(RangeContext context) => context.Input(0).Or(new Interval(0, 0));

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        int[] axes = ResizeAttributes.Axes(context, x.Count);
        Dimension[] result = [.. x];
        IReadOnlyList<Dimension>? wanted = context.Contents(1);
        if (wanted is not null && wanted.Count != axes.Length)
            throw context.Node.Invalid($"has {wanted.Count} extents; expected one for each of {axes.Length} axes");
        for (int i = 0; i < axes.Length; i++)
            result[axes[i]] = wanted is null ? Dimension.Unknown : wanted[i];
        context.Set(0, context.Type(0), result);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => node.Required(0).KnownShape[0] == node.Outputs[0].KnownShape[0];

    public void Lower(LoweringContext context)
    {
        View x = context.Input(0);
        View output = context.OutputLike(x);
        AxisMap?[] maps = [.. x.Shape.Zip(output.Shape).Select(Map)];
        MappedAxes.Emit(context, x, output, maps, context.Filled(new byte[x.Type.SizeInBytes()], x.Type), "centre");
    }

    private static PaddingMap? Map((long From, long To) extents)
    {
        (long from, long to) = extents;
        return from == to ? null : new PaddingMap(
            PaddingMode.Constant, Math.Max(0, from - to) / 2, Math.Min(from, to), Math.Max(0, to - from) / 2, to);
    }
}
