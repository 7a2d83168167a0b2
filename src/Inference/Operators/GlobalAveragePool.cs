using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX GlobalAveragePool: the mean of each channel.</summary>
internal sealed class GlobalAveragePool : GlobalPoolOperator
{
    public override string Name => "GlobalAveragePool";

    protected override ReductionKind Kind => ReductionKind.Mean;

    public override Node? OnIntegers(IntegerIsland island) => BytePool.Of(island, new QLinearGlobalAveragePool());
}
