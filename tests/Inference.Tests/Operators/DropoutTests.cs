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

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Old_versions_say_that_they_are_no_training(int opset)
    {
        new OperatorCase("Dropout", opset).Input(X).Attribute("is_test", 1).Attribute("ratio", 0.7f)
            .Outputs(ElementType.Float32, ElementType.Float32).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, NdArray.Of(X), NdArray.Build(X.Shape, _ => 1));
        new OperatorCase("Dropout", opset).Input(X).Attribute("ratio", 0f).WithoutOnnxRuntime().Check(Tolerance.Exact, NdArray.Of(X));
        Refused(new OperatorCase("Dropout", opset).Input(X));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(22)]
    public void Training_with_a_ratio_of_0(int opset)
    {
        foreach (Tensor ratio in new[] { TestTensors.Float(0), Tensor.From<double>(Shape.Scalar, [0]) })
            new OperatorCase("Dropout", opset).Input(X).Input(ratio).Input(TestTensors.Bool(true))
                .Outputs(ElementType.Float32, ElementType.Bool).WithoutOnnxRuntime()
                .Check(Tolerance.Exact, NdArray.Of(X), NdArray.Build(X.Shape, _ => 1));
        Refused(new OperatorCase("Dropout", opset).Input(X).Constant(TestTensors.Float(0.5f)).Constant(TestTensors.Bool(true)));
        Refused(new OperatorCase("Dropout", opset).Input(X).Omitted().Constant(TestTensors.Bool(true)));
    }

    [Fact]
    public void Training_that_a_run_asks_for_is_refused_by_it()
    {
        byte[] model = new OperatorCase("Dropout", 13).Input(X).Input(TestTensors.Float(0.5f)).Input(TestTensors.Bool(true))
            .Build(symbolic: false, folded: false);
        InferenceException error = RefusedModel.With(
            () => TestEngines.Best.Run(model, [X, TestTensors.Float(0.5f), TestTensors.Bool(true)]));
        Assert.Contains("random numbers", error.Message, StringComparison.Ordinal);
    }

    private static void Refused(OperatorCase one)
    {
        InferenceException error = RefusedModel.With(() => TestEngines.Best.Run(one.Build(symbolic: false, folded: false), [X]));
        Assert.Contains("random numbers", error.Message, StringComparison.Ordinal);
    }
}
