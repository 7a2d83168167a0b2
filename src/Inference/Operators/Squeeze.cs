using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Squeeze: removes axes of extent 1; the axes are an attribute before opset 13, an input since.</summary>
internal sealed class Squeeze : ReshapeOperator
{
    public override string Name => "Squeeze";

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

        long[]? axes = context.Attributes.Ints("axes");
        if (axes is null && context.Node.Input(1) is not null && (axes = context.Integers(1)) is null)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        int[] removed = axes is null
            ? [.. Enumerable.Range(0, x.Count).Where(a => x[a].Value == 1)]
            : [.. axes.Select(a => context.Axis(a, x.Count))];
        foreach (int axis in removed)
        {
            if (x[axis].IsKnown && x[axis].Value != 1)
                throw context.Node.Invalid($"axis {axis} of {context.Shape(0)} is {x[axis]}; only axes of extent 1 can be removed");
        }

        Set(context, [.. x.Where((_, a) => !removed.Contains(a))]);
    }
}
