using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ReduceMinTests : ReductionTests
{
    private protected override string Name => "ReduceMin";

    private protected override long[] AttributeOpsets => [11, 13];

    private protected override long InputOpset => 18;

    private protected override Tolerance Tolerance => Tolerance.Exact;

    private protected override float Neutral => float.PositiveInfinity;

    private protected override ElementType[] Types =>
        [ElementType.Float64, ElementType.Int32, ElementType.Int64, ElementType.Int8, ElementType.UInt8, ElementType.Bool];

    private protected override NdArray Reference(NdArray x, long[]? axes = null, bool keep = true) =>
        ReferenceReduction.Min(x, axes, keep);
}
