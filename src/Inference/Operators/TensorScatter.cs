using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX TensorScatter: updates written into a cache, for each image from a position of its own on; since opset 24. The cache itself is not
/// changed.
/// </summary>
internal sealed class TensorScatter : Operator, ILowering
{
    public override string Name => "TensorScatter";

    public override int Since => 24;

    public override string Limits => "linear or circular";

    public override (int Min, int Max) Inputs => (2, 3);

    public override bool Accepts(int input, ElementType type) => input < 2 || type == ElementType.Int64;

    public override Interval Range(RangeContext context) => context.Input(0).Or(context.Input(1));

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        IsCircular(node);
        if (context.Type(0) != context.Type(1))
            throw node.Invalid($"its cache is {context.Type(0)} and its updates {context.Type(1)}; expected the same type");
        context.SameAsInput();
        if (context.Dimensions(0) is not { } cache || context.Dimensions(1) is not { } updates)
            return;
        int axis = Axis(node);
        if (axis == 0)
            throw node.Invalid("its axis is 0, that of the images; expected another one");
        for (int i = 0; i < cache.Count || updates.Count != cache.Count; i++)
        {
            if (updates.Count != cache.Count || (i == axis ? updates[i].Value > cache[i].Value
                : updates[i].IsKnown && cache[i].IsKnown && updates[i] != cache[i]))
                throw node.Invalid(
                    $"its updates have the shape {context.Shape(1)}; expected that of the cache, {context.Shape(0)}, or less along " +
                    $"axis {axis}");
        }

        if (node.Input(2) is not null && context.Dimensions(2) is { } starts
            && (starts.Count != 1 || (starts[0].IsKnown && cache[0].IsKnown && starts[0] != cache[0])))
            throw node.Invalid($"its positions have the shape {context.Shape(2)}; expected one for each of {cache[0]} images");
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => true;

    public void Lower(LoweringContext context)
    {
        View updates = context.Plain(1);
        View? starts = context.Node.Input(2) is null ? null : context.Plain(2);
        View output = ScatterReduction.CopyOfData(context);
        context.Emit(new TensorScatterStep(output, updates, starts, Axis(context.Node), IsCircular(context.Node)));
    }

    private static int Axis(Node node) => node.Axis(node.Attributes.Int("axis", -2), node.Required(0).Shape.Rank);

    private static bool IsCircular(Node node) => node.Attributes.Text("mode", "linear") switch
    {
        "linear" => false,
        "circular" => true,
        var other => throw node.Unsupported($"mode is '{other}'; supported are linear and circular"),
    };
}
