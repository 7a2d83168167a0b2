using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ReduceSumTests : ReductionTests
{
    private protected override string Name => "ReduceSum";

    private protected override long[] AttributeOpsets => [7, 11];

    private protected override long InputOpset => 13;

    private protected override Tolerance Tolerance => Tolerance.Accumulated;

    private protected override NdArray Reference(NdArray x, long[]? axes = null, bool keep = true) =>
        ReferenceReduction.Sum(x, axes, keep);

    private protected override float Neutral => 0;
}
