using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX GlobalAveragePool: the mean of each channel.</summary>
internal sealed class GlobalAveragePool : GlobalPoolOperator, IDifferentiable
{
    public override string Name => "GlobalAveragePool";

    protected override ReductionKind Kind => ReductionKind.Mean;

    public override Node? OnIntegers(IntegerIsland island) => BytePool.Of(island, new QLinearGlobalAveragePool());

    public void Differentiate(GradientContext context)
    {
        Shape x = context.InputShape(0);
        long pixels = x.ElementCount / Math.Max(1, x[0] * x[1]);
        context.Set(0, context.Expand(context.Scale(context.Gradient(), 1f / pixels), x));
    }
}
