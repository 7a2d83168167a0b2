using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class DropoutTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(2, 17, 7, 3);

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    public void Ratio_as_attribute(int opset) =>
        new OperatorCase("Dropout", opset).Input(X).Attribute("ratio", 0.7f).Check(Tolerance.Exact, NdArray.Of(X));

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    public void Ratio_as_input(int opset)
    {
        new OperatorCase("Dropout", opset).Input(X).Check(Tolerance.Exact, NdArray.Of(X));
        new OperatorCase("Dropout", opset).Input(X).Constant(TestTensors.Float(0.7f)).Check(Tolerance.Exact, NdArray.Of(X));
        new OperatorCase("Dropout", opset).Input(X).Constant(TestTensors.Float(0.7f)).Constant(TestTensors.Bool(false))
            .Check(Tolerance.Exact, NdArray.Of(X));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    public void The_mask_keeps_everything(int opset) =>
        new OperatorCase("Dropout", opset).Input(X).Outputs(ElementType.Float32, ElementType.Bool)
            .Check(Tolerance.Exact, NdArray.Of(X), NdArray.Build(X.Shape, _ => 1));
}
