using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The base of element-wise operators of two operands, with broadcasting. The result has the memory order of the larger operand.
/// </summary>
internal abstract class PairOperator : Operator, ILowering
{
    public override (int Min, int Max) Inputs => (2, 2);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Type(0) != context.Type(1) && !MixesTypes)
            throw node.Invalid($"its operands are {context.Type(0)} and {context.Type(1)}; expected the same type");
        context.Set(
            0, ResultType(context.Type(0)),
            ShapeContext.Broadcast(node, context.Dimensions(0), LegacyBroadcast.Right(node, context.Dimensions(1))));
    }

    public override AxisRead[]? Reads(Node node, int output, int input)
    {
        Shape shape = node.Required(input).KnownShape;
        int trailing = input == 1 ? LegacyBroadcast.Trailing(node) : 0;
        Shape aligned = new([.. shape, .. Enumerable.Repeat(1L, trailing)]);
        return AxisRead.Broadcast(aligned, node.Outputs[output].KnownShape)?[..shape.Rank];
    }

    public override bool KeepsImagesApart(Node node) => LegacyBroadcast.Trailing(node) == 0 && Broadcasting.KeepsImagesApart(node);

    public virtual void Lower(LoweringContext context) =>
        Broadcasting.Emit(context, [context.Input(0), LegacyBroadcast.Right(context.Node, context.Input(1))], (views, output) =>
            Step(context.Node, views[0], views[1], output));

    /// <summary>Before opset 7: the left operand's axis at which the right operand begins; null if they end together.</summary>
    public virtual long? LegacyAxis(Node node) => node.Attributes.IntOrNull("axis");

    /// <summary>Whether the operands may have different types.</summary>
    protected virtual bool MixesTypes => false;

    /// <summary>The type of the result for operands of a type.</summary>
    protected virtual ElementType ResultType(ElementType operands) => operands;

    /// <summary>The step for operands that are expanded to the result's shape.</summary>
    protected abstract BroadcastStep Step(Node node, View a, View b, View output);
}
