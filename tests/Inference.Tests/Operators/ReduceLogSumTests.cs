using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ReduceLogSumTests : ReductionTests
{
    private protected override string Name => "ReduceLogSum";

    private protected override long[] AttributeOpsets => [11, 13];

    private protected override long InputOpset => 18;

    private protected override Tolerance Tolerance => Tolerance.Accumulated;

    private protected override float Neutral => float.NegativeInfinity;

    private protected override Tensor Operand(Shape shape) => new TensorRandom(1).Floats(shape, 0.5f, 1.5f);

    private protected override bool KeepsSingleElements => false;

    private protected override NdArray Reference(NdArray x, long[]? axes = null, bool keep = true) =>
        ReferenceReduction.Sum(x, axes, keep).Select(Math.Log);
}
