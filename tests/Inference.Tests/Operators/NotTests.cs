using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class NotTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(33)]
    public void Every_length(int length)
    {
        Tensor x = new TensorRandom(length).Integers(ElementType.Bool, new Shape(2, length), 0, 2);
        new OperatorCase("Not", 1).Input(x).Check(Tolerance.Exact, NdArray.Of(x).Select(v => 1 - v));
    }
}
