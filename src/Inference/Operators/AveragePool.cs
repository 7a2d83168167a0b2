using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Pooling;

namespace Fovea.Inference.Operators;

/// <summary>ONNX AveragePool: the mean of each window, over the elements inside the image or, with count_include_pad, over the padded window.</summary>
internal sealed class AveragePool : PoolOperator
{
    public override string Name => "AveragePool";

    protected override PoolingKind Kind(Node node) =>
        node.Attributes.Int("count_include_pad", 0) != 0 ? PoolingKind.AverageWithPadding : PoolingKind.Average;
}
