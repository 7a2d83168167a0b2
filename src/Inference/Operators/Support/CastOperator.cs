using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of conversions to another element type (<see cref="ElementConversion"/>).</summary>
internal abstract class CastOperator : Operator, ILowering, IDifferentiable
{
    // Conversions to integers truncate; what does not fit can become any of them.
    public override Interval Range(RangeContext context)
    {
        if (context.Node.Outputs[0].Type is not { } type || type == ElementType.Bool)
            return Interval.Unit;
        if (type.IsFloat())
            return context.Input(0);
        Interval cut = context.Input(0).Map(Math.Truncate);
        Interval all = Interval.Of(type);
        return cut.Min >= all.Min && cut.Max <= all.Max ? cut : all;
    }

    public override RelativeBound? Bound(RangeContext context) =>
        context.Node.Outputs[0].Type?.IsFloat() == true ? context.KeptBound() : null;

    public override void Infer(ShapeContext context)
    {
        ElementType type = Target(context);
        context.Set(0, type, context.Shape(0));
        if (type is ElementType.Int64 or ElementType.Int32 && context.Type(0) is ElementType.Int64 or ElementType.Int32)
            context.SetContents(0, context.Contents(0));
    }

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? AxisRead.SameAxes(node.Required(0).KnownShape.Rank) : null;

    public override CellExplanation? Explain(CellContext context) => context.Copy();

    public override bool KeepsImagesApart(Node node) => true;

    public override bool IsIdentity(Node node) => node.Required(0).Type == node.Outputs[0].Type;

    // Integers have no gradient.
    public void Differentiate(GradientContext context)
    {
        if (context.Input(0).Type == ElementType.Float32)
            context.Set(0, context.Gradient());
    }

    public void Lower(LoweringContext context)
    {
        View input = context.Input(0);
        ElementType type = context.Node.Outputs[0].Type!.Value;
        if (input.Type == type)
            context.Alias(input);
        else
            context.SetOutput(Converted.Emit(context, input, type));
    }

    /// <summary>The type to convert to.</summary>
    protected abstract ElementType Target(ShapeContext context);
}
