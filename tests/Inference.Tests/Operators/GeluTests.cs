using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class GeluTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(1000)]
    public void Exact_by_the_error_function(int length)
    {
        Tensor x = new TensorRandom(length).Floats(new Shape(length), -6, 6);
        new OperatorCase("Gelu", 20).Input(x)
            .Check(Tolerance.UnitFunction, NdArray.Of(x).Select(v => v * (1 + ReferenceElementwise.Erf(v / Math.Sqrt(2))) / 2));
    }

    [Fact]
    public void The_approximation_is_refused_by_name()
    {
        byte[] model = new OnnxModelBuilder(20).Input("x", 3).Node("Gelu", "x", "y", ("approximate", "tanh")).Output("y").Build();
        UnsupportedModelException error = Assert.Throws<UnsupportedModelException>(
            () => TestEngines.Best.Run(model, [TestTensors.Floats(1, 2, 3)]));
        Assert.Contains("tanh", error.Message, StringComparison.Ordinal);
    }
}
