using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ReduceMeanTests : ReductionTests
{
    private protected override string Name => "ReduceMean";

    private protected override long[] AttributeOpsets => [11, 13];

    private protected override long InputOpset => 18;

    private protected override Tolerance Tolerance => Tolerance.UnitFunction;

    private protected override NdArray Reference(NdArray x, long[]? axes = null, bool keep = true) =>
        ReferenceReduction.Mean(x, axes, keep);

    private protected override float Neutral => float.NaN;

    // Along a row and down the columns; one running sum of nearly equal elements would be off in the fourth digit.
    [Theory]
    [InlineData(1, 200003, 1)]
    [InlineData(40009, 17, 0)]
    public void A_long_mean_keeps_its_precision(long rows, long columns, int axis)
    {
        Tensor x = new TensorRandom(5).Floats(new Shape(rows, columns), 0.1f, 0.1001f);
        new OperatorCase("ReduceMean", 13).Input(x).Attribute("axes", new long[] { axis }).WithoutOnnxRuntime()
            .Check(Tolerance.Accumulated, ReferenceReduction.Mean(x, [axis]));
    }
}
