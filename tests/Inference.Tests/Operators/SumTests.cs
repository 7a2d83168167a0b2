using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SumTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Any_number_of_terms(int count)
    {
        var random = new TensorRandom(count);
        Tensor[] terms = [.. Enumerable.Range(0, count).Select(_ => random.Floats(2, 17, 7, 3))];
        NdArray expected = terms.Select(NdArray.Of).Aggregate((a, b) => ReferenceElementwise.Binary(a, b, (x, y) => x + y));
        foreach (long opset in new long[] { 8, 13 })
        {
            var operation = new OperatorCase("Sum", opset);
            foreach (Tensor term in terms)
                operation.Input(term);
            operation.Check(Tolerance.Rounding, expected);
        }
    }

    [Fact]
    public void Terms_broadcast()
    {
        var random = new TensorRandom(9);
        Tensor a = random.Floats(2, 17, 1, 1), b = random.Floats(7, 3), c = random.Floats(1, 17, 7, 1);
        NdArray expected = new[] { a, b, c }.Select(NdArray.Of).Aggregate((x, y) => ReferenceElementwise.Binary(x, y, (p, q) => p + q));
        new OperatorCase("Sum", 8).Input(a).Input(b).Constant(c).Check(Tolerance.Rounding, expected);
    }
}
