using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Unsqueeze: inserts axes of extent 1; the axes are an attribute before opset 13, an input since.</summary>
internal sealed class Unsqueeze : ReshapeOperator
{
    public override string Name => "Unsqueeze";

    public override (int Least, int Most) Inputs => (1, 2);

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        long[] axes = context.Attributes.Ints("axes") ?? context.Integers(1) ?? throw context.Node.Unsupported("its axes are computed by the graph from data");
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
