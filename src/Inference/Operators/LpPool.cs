using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Operators;

/// <summary>ONNX LpPool: the p-norm of each window; padding counts as zeros.</summary>
internal sealed class LpPool : PoolOperator
{
    public override string Name => "LpPool";

    public override string Limits => "1 to 3 spatial axes";

    public override Interval Range(RangeContext context) => new(0, double.PositiveInfinity);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    protected override void Emit(LoweringContext context, ConvolutionShape shape, SlidingWindow window, View input, View output) =>
        LpPooling.Emit(context, shape, input, output);
}
