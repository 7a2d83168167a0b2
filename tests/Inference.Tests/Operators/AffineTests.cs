using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class AffineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Affine", x => (1.5 * x) - 0.25, -9, 9, Tolerance.Rounding)
        { Attributes = [("alpha", 1.5f), ("beta", -0.25f)], OnnxRuntime = false }.Check(opset);
}
