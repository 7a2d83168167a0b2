using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX NonMaxSuppression: for each image and class the boxes with the highest scores, without those that overlap one that was chosen
/// before; rows of image, class and box; since opset 10.
/// </summary>
internal sealed class NonMaxSuppression : DataDependentOperator
{
    public override string Name => "NonMaxSuppression";

    public override int Since => 10;

    public override string Limits => "corners or centres; the size of the result depends on the data";

    public override (int Min, int Max) Inputs => (2, 5);

    public override bool Accepts(int input, ElementType type) => type == (input == 2 ? ElementType.Int64 : ElementType.Float32);

    public override Interval Range(RangeContext context) => new(0, double.PositiveInfinity);

    public override void Infer(ShapeContext context)
    {
        CheckOutputs(context.Node, most: 1);
        if (context.Attributes.Int("center_point_box", 0) is not (0 or 1) and var format)
            throw context.Node.Invalid($"center_point_box is {format}; expected 0 (corners) or 1 (centre and size)");
        if (context.Dimensions(0) is { } boxes && (boxes.Count != 3 || boxes[2].Value is not (null or 4)))
            throw context.Node.Invalid($"its boxes have the shape {context.Shape(0)}; expected [images, boxes, 4]");
        if (context.Dimensions(1) is { Count: not 3 })
            throw context.Node.Invalid($"its scores have the shape {context.Shape(1)}; expected [images, classes, boxes]");
        context.Set(0, ElementType.Int64, [Dimension.Unknown, 3]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override Tensor[] Compute(Node node, IReadOnlyList<Tensor?> inputs, CutControl control)
    {
        (Tensor boxes, Tensor scores) = (inputs[0]!, inputs[1]!);
        (int images, int classes, int count) = ((int)scores.Shape[0], (int)scores.Shape[1], (int)scores.Shape[2]);
        if (boxes.Shape[0] != images || boxes.Shape[1] != count || boxes.Shape[2] != 4)
            throw new InvalidInputException(
                $"its boxes are {boxes.Shape} and its scores {scores.Shape}; expected the same images and boxes.");
        long most = First<long>(inputs, 2, 0);
        float overlap = First(inputs, 3, 0f);
        float threshold = First(inputs, 4, float.NaN);
        var chosen = new List<long>();
        if (most > 0 && count > 0)
        {
            control.Check(count * 64.0);
            var suppression = new BoxSuppression(count, node.Attributes.Int("center_point_box", 0) != 0, overlap, control.ThrowIfStopped);
            for (int image = 0; image < images; image++)
            {
                suppression.SetBoxes(boxes.Span<float>().Slice(image * count * 4, count * 4));
                for (int group = 0; group < classes; group++)
                {
                    Span<float> row = scores.Span<float>().Slice(((image * classes) + group) * count, count);
                    foreach (int box in suppression.Choose(row, threshold, (int)Math.Min(most, count)))
                        chosen.AddRange([image, group, box]);
                    control.Check(chosen.Count * (double)sizeof(long));
                }
            }
        }

        return [Tensor.From<long>(new Shape(chosen.Count / 3, 3), chosen.ToArray())];
    }

    private static T First<T>(IReadOnlyList<Tensor?> inputs, int input, T otherwise) where T : unmanaged =>
        input < inputs.Count && inputs[input] is { Shape.ElementCount: > 0 } tensor ? tensor.Span<T>()[0] : otherwise;
}
