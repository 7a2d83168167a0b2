using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of questions about each element: the result is booleans of the same shape.</summary>
internal abstract class TestOperator : Operator, ILowering
{
    public override bool Accepts(int input, ElementType type) => type is ElementType.Float32 or ElementType.Float64;

    public override Interval Range(RangeContext context) => Interval.Unit;

    public override void Infer(ShapeContext context)
    {
        context.Type(0);
        context.Set(0, ElementType.Bool, context.Shape(0));
    }

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? AxisRead.SameAxes(node.Required(0).KnownShape.Rank) : null;

    public override bool KeepsImagesApart(Node node) => true;

    public void Lower(LoweringContext context)
    {
        View input = context.DenseInput(0);
        View output = context.OutputLike(input);
        if (Kind(context.Node) is { } kind)
            context.Emit(new TestStep(kind, input, output));
        else
            context.Emit(new FillStep(output, [0]));
    }

    /// <summary>The question; null if the answer is always no.</summary>
    protected abstract TestKind? Kind(Node node);
}
