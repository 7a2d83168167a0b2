using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX TopK: the k largest or smallest elements along an axis, and their positions, in order. k is an attribute before opset 10, an input
/// since; the smallest can be asked for since opset 11.
/// </summary>
internal sealed class TopK : Operator, ILowering
{
    private static readonly unsafe IReadOnlyList<ElementType> Types = ElementKernels.With(kernels => kernels.Select != null);

    public override string Name => "TopK";

    public override string Limits => "k as attribute (before opset 10) or input, which may be computed; always in order";

    public override (int Min, int Max) Inputs => (1, 2);

    public override bool Accepts(int input, ElementType type) => input == 0 ? Types.Contains(type) : base.Accepts(input, type);

    public override bool NeedsElements(int input) => input == 1;

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            context.Set(1, ElementType.Int64, SymbolicShape.Unknown);
            return;
        }

        int axis = Axis(context, x.Count);
        Dimension count = Dimension.Unknown;
        if (Count(context) is { } k)
        {
            if (k < 0 || (x[axis].Value is { } extent && k > extent))
                throw node.Invalid($"k is {k} along an axis of {x[axis]}; expected 0 to the axis's extent");
            count = k;
        }

        Dimension[] result = [.. x.Select((d, i) => i == axis ? count : d)];
        context.Set(0, context.Type(0), result);
        context.Set(1, ElementType.Int64, result);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => Axis(new ShapeContext(node), node.Required(0).KnownShape.Rank) > 0;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        View input = context.Plain(0);
        int axis = Axis(new ShapeContext(node), input.Shape.Rank);
        View values = context.PlainOutput();
        View indices = node.Outputs.Length > 1 ? context.PlainOutput(1) : LoweringContext.NewPlain(values.Shape, ElementType.Int64);
        bool largest = node.Attributes.Int("largest", 1) != 0;
        context.Emit(new LineStep(largest ? LineKind.Largest : LineKind.Smallest, input, axis, values, indices, values.Shape[axis]));
    }

    private static int Axis(ShapeContext context, int rank) => context.Axis(context.Attributes.Int("axis", -1), rank);

    private static long? Count(ShapeContext context)
    {
        if (context.Node.Opset < 10)
            return context.Attributes.IntOrNull("k") ?? throw context.Node.Invalid("has no k");
        context.Node.Required(1);
        return context.Integers(1) switch
        {
            null => null,
            [var k] => k,
            var other => throw context.Node.Invalid($"k has {other.Length} elements; expected one"),
        };
    }
}
