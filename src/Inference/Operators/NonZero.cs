using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX NonZero: the coordinates of the elements that are not zero, one column for each, in row-major order; since opset 9.
/// </summary>
internal sealed class NonZero : DataDependentOperator
{
    private const int Interval = 1 << 20;

    public override string Name => "NonZero";

    public override int Since => 9;

    public override string Limits => "the size of the result depends on the data";

    public override void Infer(ShapeContext context)
    {
        CheckOutputs(context.Node, most: 1);
        context.Set(0, ElementType.Int64, [context.Shape(0).Rank < 0 ? Dimension.Unknown : context.Shape(0).Rank, Dimension.Unknown]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override Tensor[] Compute(Node node, IReadOnlyList<Tensor?> inputs, CutControl control)
    {
        Tensor x = inputs[0]!;
        long count = 0;
        for (int i = 0; i < x.Shape.ElementCount; i++)
        {
            if (i % Interval == 0)
                control.ThrowIfStopped();
            count += IsZero(x, i) ? 0 : 1;
        }

        Tensor result = control.NewTensor(ElementType.Int64, x.Shape.Rank, count);
        Span<long> coordinates = result.Span<long>();
        int column = 0;
        for (int i = 0; i < x.Shape.ElementCount; i++)
        {
            if (i % Interval == 0)
                control.ThrowIfStopped();
            if (IsZero(x, i))
                continue;
            long rest = i;
            for (int axis = x.Shape.Rank - 1; axis >= 0; axis--)
            {
                coordinates[(int)((axis * count) + column)] = rest % x.Shape[axis];
                rest /= x.Shape[axis];
            }

            column++;
        }

        return [result];
    }

    // A negative zero of a float is zero, whatever its sign bit.
    private static bool IsZero(Tensor x, int i)
    {
        int size = x.ElementType.SizeInBytes();
        Span<byte> element = x.Bytes.Span.Slice(i * size, size);
        return !element[..^1].ContainsAnyExcept((byte)0) && (element[^1] == 0 || (x.ElementType.IsFloat() && element[^1] == 0x80));
    }
}
