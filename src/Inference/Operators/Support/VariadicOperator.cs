using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The base of functions of any number of operands, with broadcasting: a function of two is applied from the first operand to the last.
/// </summary>
internal abstract class VariadicOperator : Operator, ILowering
{
    public override (int Min, int Max) Inputs => (1, int.MaxValue);

    public abstract BinaryKind Kind { get; }

    public override bool Accepts(int input, ElementType type) => BinaryOperator.Types.Contains(type);

    public override void Infer(ShapeContext context) => Broadcasting.Infer(context);

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        AxisRead.Broadcast(node.Required(input).KnownShape, node.Outputs[output].KnownShape);

    public override CellExplanation? Explain(CellContext context) => CombinedCells.Explain(context, Kind);

    public override bool KeepsImagesApart(Node node) => Broadcasting.KeepsImagesApart(node);

    public override bool IsIdentity(Node node) => node.Inputs.Length == 1 && node.Required(0).Shape.Equals(node.Outputs[0].Shape);

    public virtual void Lower(LoweringContext context)
    {
        int count = context.Node.Inputs.Length;
        if (count == 1)
        {
            context.Alias(context.Input(0));
            return;
        }

        BinaryOperator.Emit(context, Kind, context.Input(0), context.Input(1));
        for (int i = 2; i < count; i++)
            Apply(context, Kind, context.Input(i));
    }

    /// <summary>Applies a function of the result and an operand to the result, in place.</summary>
    protected static void Apply(LoweringContext context, BinaryKind kind, View operand)
    {
        View result = context.ViewOf(context.Node.Outputs[0]);
        View expanded = operand.Expand(result.Shape);
        var step = new BinaryStep(kind, result, expanded, result, null);
        if (!step.IsWalkable)
        {
            View ordered = result.IsPlain ? context.AsPlain(expanded) : context.AsChannelsLast(expanded);
            step = new BinaryStep(kind, result, ordered, result, null);
        }

        context.Emit(step);
    }
}
