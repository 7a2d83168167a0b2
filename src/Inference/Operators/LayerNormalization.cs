using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX LayerNormalization: the trailing axes from axis on by their own mean and variance, then scale and shift (Ba, Kiros, Hinton,
/// 2016); since opset 17. Fusion makes it of ReduceMean, Sub, Pow, Sqrt and Div. The outputs Mean and InvStdDev are not computed.
/// </summary>
internal sealed class LayerNormalization : Operator, ILowering
{
    public override string Name => "LayerNormalization";

    public override (int Least, int Most) Inputs => (2, 3);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        context.SameAsInput();
        if (context.Dimensions(0) is not { } x)
            return;
        int axis = context.Axis(context.Attributes.Int("axis", -1), x.Count);
        IReadOnlyList<Dimension> moments = [.. x.Select((d, i) => i < axis ? d : 1)];
        context.Set(1, ElementType.Float32, moments);
        context.Set(2, ElementType.Float32, moments);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public override bool KeepsImagesApart(Node node) => new ShapeContext(node).Axis(node.Attributes.Int("axis", -1), node.Required(0).KnownShape.Rank) > 0;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        Shape shape = context.InputShape(0);
        int axis = new ShapeContext(node).Axis(node.Attributes.Int("axis", -1), shape.Rank);
        int columns = checked((int)shape.Skip(axis).Aggregate(1L, (a, b) => a * b));
        foreach (Value? parameter in node.Inputs.Skip(1).Where(p => p is not null))
        {
            if (parameter!.Constant is null || parameter.KnownShape.ElementCount != columns)
                throw node.Unsupported($"'{parameter.Name}' has the shape {parameter.Shape}; supported are constants of {columns} elements");
        }

        View input = context.Plain(0);
        context.Emit(new LayerNormalizationStep(
            input, context.PlainOutput(), context.Row(node.Inputs[1], columns, "row"), context.Row(node.Input(2), columns, "row"),
            shape.ElementCount / columns, columns, node.Attributes.Float("epsilon", 1e-5f)));
    }
}
