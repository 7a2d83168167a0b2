using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ReduceProdTests : ReductionTests
{
    private protected override string Name => "ReduceProd";

    private protected override long[] AttributeOpsets => [11, 13];

    private protected override long InputOpset => 18;

    private protected override Tolerance Tolerance => Tolerance.Accumulated;

    private protected override float Neutral => 1;

    private protected override Tensor Operand(Shape shape) => new TensorRandom(1).Floats(shape, 0.99f, 1.01f);

    private protected override NdArray Reference(NdArray x, long[]? axes = null, bool keep = true) =>
        ReferenceReduction.Product(x, axes, keep);
}
