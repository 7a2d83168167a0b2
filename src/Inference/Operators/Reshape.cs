using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Reshape: the extent 0 copies that of the input (unless allowzero), and -1 is inferred from the element count.</summary>
internal sealed class Reshape : ReshapeOperator
{
    public override string Name => "Reshape";

    public override string Limits => "0, -1 and allowzero; the shape as attribute (before opset 5) or input, which may be computed";

    public override (int Min, int Max) Inputs => (1, 2);

    public override bool NeedsElements(int input) => input == 1;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        long[]? attribute = node.Opset < 5 ? context.Attributes.Ints("shape") : null;
        long? rank = attribute is null && context.Dimensions(1) is [{ Value: { } length }] ? length : null;
        if ((rank == 0 ? [] : attribute?.Select(d => (Dimension)d).ToArray() ?? context.Contents(1)) is not { } wanted)
        {
            if (rank > Extents.MaxAxes)
                throw node.Unsupported($"its shape has {rank} extents; at most {Extents.MaxAxes} are supported");
            context.Set(0, context.Type(0), rank is null ? null : [.. Enumerable.Repeat(Dimension.Unknown, (int)rank)]);
            return;
        }

        IReadOnlyList<Dimension>? x = context.Dimensions(0);
        Dimension[] result = [.. wanted];
        int inferred = -1;
        bool allowZero = context.Attributes.Int("allowzero", 0) != 0;
        for (int i = 0; i < result.Length; i++)
        {
            if (result[i].Value == 0 && !allowZero)
            {
                if (x is null)
                    result[i] = Dimension.Unknown;
                else
                    result[i] = i < x.Count
                        ? x[i]
                        : throw node.Invalid($"shape entry {i} copies an axis that the input {context.Shape(0)} does not have");
            }
            else if (result[i].Value == -1)
            {
                inferred = inferred < 0 ? i : throw node.Invalid($"the shape [{string.Join(',', wanted)}] has more than one -1");
            }
            else if (result[i].Value < -1)
            {
                throw node.Invalid($"the shape [{string.Join(',', wanted)}] has the extent {result[i]}");
            }
        }

        if (inferred >= 0)
            result[inferred] = x is null ? Dimension.Unknown : Remaining(node, x, result, inferred);
        if (x is not null && x.All(d => d.IsKnown) && result.All(d => d.IsKnown))
        {
            long from = Product(x);
            long to = Product(result);
            if (from != to)
                throw node.Invalid($"{context.Shape(0)} has {from} elements; the shape [{string.Join(',', wanted)}] has {to}");
        }

        Set(context, result);
    }

    // Extents on both sides, including symbols, cancel out; the remaining ones must be known.
    private static Dimension Remaining(Node node, IReadOnlyList<Dimension> x, Dimension[] result, int inferred)
    {
        List<Dimension> left = [.. x];
        List<Dimension> right = [];
        for (int i = 0; i < result.Length; i++)
        {
            if (i != inferred && (result[i] == Dimension.Unknown || !left.Remove(result[i])))
                right.Add(result[i]);
        }

        if (left is [var only] && right.Count == 0)
            return only;
        if (!left.All(d => d.IsKnown) || !right.All(d => d.IsKnown))
            return Dimension.Unknown;
        long over = Product(left);
        long under = Product(right);
        return under == 0 || over % under != 0
            ? throw node.Invalid($"the input [{string.Join(',', x)}] does not divide into the shape's other extents")
            : over / under;
    }

    private static long Product(IEnumerable<Dimension> dimensions) => Extents.Product(dimensions.Select(d => d.Value!.Value));
}
