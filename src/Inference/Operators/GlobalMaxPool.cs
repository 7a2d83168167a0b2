using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX GlobalMaxPool: the largest element of each channel.</summary>
internal sealed class GlobalMaxPool : GlobalPoolOperator, IDifferentiable
{
    public override string Name => "GlobalMaxPool";

    protected override ReductionKind Kind => ReductionKind.Max;

    public void Differentiate(GradientContext context)
    {
        long[] whole = [.. context.InputShape(0).Skip(2)];
        PoolGradient.OfMaximum(
            context, new NodeAttributes(new Dictionary<string, object> { ["kernel_shape"] = whole }, context.Node.ErrorContext));
    }
}
