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

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    [InlineData(1000)]
    public void By_tanh(int length)
    {
        Tensor x = new TensorRandom(length).Floats(new Shape(length), -6, 6);
        new OperatorCase("Gelu", 20).Input(x).Attribute("approximate", "tanh").Check(
            Tolerance.UnitFunction,
            NdArray.Of(x).Select(v => v * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + (0.044715 * v * v * v)))) / 2));
    }

    [Fact]
    public void Another_approximation_is_refused_by_name()
    {
        byte[] model = new OnnxModelBuilder(20).Input("x", 3).Node("Gelu", "x", "y", ("approximate", "other")).Output("y").Build();
        InvalidModelException error = Assert.Throws<InvalidModelException>(
            () => TestEngines.Best.Run(model, [TestTensors.Floats(1, 2, 3)]));
        Assert.Contains("other", error.Message, StringComparison.Ordinal);
    }
}
