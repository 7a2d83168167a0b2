using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Unsqueeze: inserts axes of extent 1; the axes are an attribute before opset 13, an input since.</summary>
internal sealed class Unsqueeze : ReshapeOperator
{
    public override string Name => "Unsqueeze";

    public override string Limits => "axes as attribute (before opset 13) or input";

    public override (int Min, int Max) Inputs => (1, 2);

    public override bool NeedsElements(int input) => input == 1;

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (context.Node.Input(1) is null && !context.Attributes.Has("axes"))
            throw context.Node.Invalid("has no axes");
        if ((context.Attributes.Ints("axes") ?? context.Integers(1)) is not { } axes)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        if (axes.Length > Extents.MaxAxes)
            throw context.Node.Unsupported($"inserts {axes.Length} axes; at most {Extents.MaxAxes} are supported");
        int rank = x.Count + axes.Length;
        HashSet<int> inserted = [.. axes.Select(a => context.Axis(a, rank))];
        if (inserted.Count != axes.Length)
            throw context.Node.Invalid($"axes [{string.Join(',', axes)}] name one axis twice");
        var result = new Dimension[rank];
        int next = 0;
        for (int i = 0; i < rank; i++)
            result[i] = inserted.Contains(i) ? 1 : x[next++];
        Set(context, result);
    }
}
