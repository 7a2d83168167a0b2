using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class RoundTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(22)]
    public void Every_length(int opset) =>
        new ElementwiseCases("Round", x => Math.Round(x, MidpointRounding.ToEven), -9, 9, Tolerance.Exact)
        { Special = [0, -0f, 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, 8388607.5f, 1e20f, -1e20f, float.PositiveInfinity, float.NaN] }
            .Check(opset);
}
