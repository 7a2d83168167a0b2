using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ReduceLogSumExpTests : ReductionTests
{
    private protected override string Name => "ReduceLogSumExp";

    private protected override long[] AttributeOpsets => [11, 13];

    private protected override long InputOpset => 18;

    private protected override Tolerance Tolerance => Tolerance.Accumulated;

    private protected override float Neutral => float.NegativeInfinity;

    private protected override bool KeepsSingleElements => false;

    private protected override NdArray Reference(NdArray x, long[]? axes = null, bool keep = true) =>
        ReferenceReduction.Sum(x.Select(Math.Exp), axes, keep).Select(Math.Log);

    [Fact]
    public void A_long_sum_keeps_its_precision()
    {
        Tensor x = new TensorRandom(5).Floats(new Shape(1, 200003), 0.1f, 0.1001f);
        new OperatorCase("ReduceLogSumExp", 13).Input(x).Attribute("axes", new long[] { 1 }).WithoutOnnxRuntime()
            .Check(Tolerance.Rounding, Reference(NdArray.Of(x), [1]));
    }
}
