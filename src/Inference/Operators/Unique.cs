using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Unique: the distinct elements, or slices along an axis, in ascending order or in that of their first occurrence; with the positions
/// of the first occurrences, the index of each element's value, and how often each occurs; since opset 11.
/// </summary>
internal sealed class Unique : DataDependentOperator
{
    public override string Name => "Unique";

    public override int Since => 11;

    public override string Limits => "along an axis or of all elements; all outputs; the size of the results depends on the data";

    public override Interval Range(RangeContext context) => context.Input(0);

    public override void Infer(ShapeContext context)
    {
        CheckOutputs(context.Node, most: 4);
        Dimension[]? distinct = [Dimension.Unknown];
        Dimension items = Dimension.Unknown;
        if (context.Attributes.IntOrNull("axis") is { } axis)
        {
            distinct = null;
            if (context.Dimensions(0) is { } x)
            {
                int along = context.Axis(axis, x.Count);
                items = x[along];
                distinct = [.. x.Select((d, i) => i == along ? Dimension.Unknown : d)];
            }
        }

        context.Set(0, context.Type(0), distinct);
        for (int i = 1; i < context.Node.Outputs.Length; i++)
            context.Set(i, ElementType.Int64, [i == 2 ? items : Dimension.Unknown]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override Tensor[] Compute(Node node, IReadOnlyList<Tensor?> inputs, CutControl control)
    {
        Tensor x = inputs[0]!;
        control.Check(x.Bytes.Length + (sizeof(long) * 4.0 * x.Shape.ElementCount));
        Shape shape = node.Attributes.Has("axis") ? x.Shape : new Shape(x.Shape.ElementCount);
        int axis = node.Axis(node.Attributes.Int("axis", 0), shape.Rank);
        DistinctItems items = DistinctItems.Find(x, shape, axis, node.Attributes.Int("sorted", 1) != 0, control);
        Tensor[] results =
        [
            items.Values,
            Tensor.From<long>(new Shape(items.First.Length), items.First),
            Tensor.From<long>(new Shape(items.Inverse.Length), items.Inverse),
            Tensor.From<long>(new Shape(items.Counts.Length), items.Counts),
        ];
        return results[..node.Outputs.Length];
    }
}
