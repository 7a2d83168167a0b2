using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>ONNX MaxPool: the largest element of each window; padding counts as -infinity. The output Indices is not supported.</summary>
internal sealed class MaxPool : PoolOperator
{
    private static readonly unsafe IReadOnlyList<ElementType> Types = ElementKernels.With(kernels => kernels.MaxPool != null);

    public override string Name => "MaxPool";

    public override Interval Range(RangeContext context) => context.Input(0);

    public override bool Accepts(int input, ElementType type) => Types.Contains(type);

    public override void Infer(ShapeContext context)
    {
        base.Infer(context);
        context.Set(1, ElementType.Int64, context.Node.Outputs[0].Shape);
    }

    protected override PoolingKind Kind(Node node) => PoolingKind.Max;
}
