using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Flatten: a matrix whose rows are the axes before axis and whose columns are the rest.</summary>
internal sealed class Flatten : ReshapeOperator
{
    public override string Name => "Flatten";

    public override void Infer(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } x)
        {
            context.Set(0, context.Type(0), [Dimension.Unknown, Dimension.Unknown]);
            return;
        }

        long axis = context.Attributes.Int("axis", 1);
        axis = axis < 0 ? axis + x.Count : axis;
        if (axis < 0 || axis > x.Count)
            throw context.Node.Invalid($"axis {axis} does not exist in a tensor of rank {x.Count}");
        Set(context, [Product([.. x.Take((int)axis)]), Product([.. x.Skip((int)axis)])]);
    }

    private static Dimension Product(IReadOnlyList<Dimension> dimensions)
    {
        Dimension[] others = [.. dimensions.Where(d => d.Value != 1)];
        if (others.Length == 1)
            return others[0];
        return others.All(d => d.IsKnown) ? Extents.Product(others.Select(d => d.Value!.Value)) : Dimension.Unknown;
    }
}
