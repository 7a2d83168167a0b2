using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ReduceSumSquareTests : ReductionTests
{
    private protected override string Name => "ReduceSumSquare";

    private protected override long[] AttributeOpsets => [11, 13];

    private protected override long InputOpset => 18;

    private protected override Tolerance Tolerance => Tolerance.Accumulated;

    private protected override float Neutral => 0;

    private protected override bool KeepsSingleElements => false;

    private protected override NdArray Reference(NdArray x, long[]? axes = null, bool keep = true) =>
        ReferenceReduction.Sum(x.Select(v => v * v), axes, keep);
}
