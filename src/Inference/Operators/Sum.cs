using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Sum: the sum of any number of inputs, with broadcasting, added from the first to the last.</summary>
internal sealed class Sum : Operator, ILowering
{
    public override string Name => "Sum";

    public override (int Min, int Max) Inputs => (1, int.MaxValue);

    public override Interval Range(RangeContext context)
    {
        Interval sum = context.Input(0);
        for (int i = 1; i < context.Node.Inputs.Length; i++)
            sum += context.Input(i);
        return sum;
    }

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        IReadOnlyList<Dimension>? shape = context.Dimensions(0);
        for (int i = 1; i < context.InputCount; i++)
        {
            if (context.Type(i) != context.Type(0))
                throw context.Node.Invalid($"input {i} is {context.Type(i)}; expected {context.Type(0)} like input 0");
            shape = ShapeContext.Broadcast(context.Node, shape, context.Dimensions(i));
        }

        context.Set(0, context.Type(0), shape);
    }

    // A computed input of lower rank is broadcast over the batch: its own axis 0 is aligned with another axis.
    public override bool KeepsImagesApart(Node node) => node.Inputs.All(i =>
        i!.Constant is null ? i.Shape.Rank == node.Outputs[0].Shape.Rank : !i.SpansAxis(0, node.Outputs[0]));

    public override bool IsIdentity(Node node) => node.Inputs.Length == 1 && node.Required(0).Shape.Equals(node.Outputs[0].Shape);

    public override bool IsSum(Node node) => node.Inputs.Length == 2;

    public override bool TakesActivation(Node node, Activation function) => function.Kind == UnaryKind.Clip && node.Inputs.Length == 2;

    public void Lower(LoweringContext context)
    {
        int count = context.Node.Inputs.Length;
        if (count == 1)
        {
            context.Alias(context.Input(0));
            return;
        }

        BinaryOperator.Emit(context, BinaryKind.Add, context.Input(0), context.Input(1));
        for (int i = 2; i < count; i++)
        {
            View sum = context.ViewOf(context.Node.Outputs[0]);
            View operand = context.Input(i).Expand(sum.Shape);
            var step = new BinaryStep(BinaryKind.Add, sum, operand, sum, null);
            if (!step.IsWalkable)
                step = new BinaryStep(
                    BinaryKind.Add, sum, context.Convert(operand, $"as %{context.Node.Outputs[0].Name}", sum.Strides), sum, null);
            context.Emit(step);
        }
    }
}
