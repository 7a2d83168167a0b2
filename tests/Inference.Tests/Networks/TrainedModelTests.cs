using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks;

/// <summary>Trained networks, against ONNX Runtime on the same tensors and against their own recorded pairs.</summary>
public sealed class TrainedModelTests
{
    [Theory]
    [InlineData("mobilenet_v1_0.25_128.onnx", new long[] { 1, 3, 128, 128 })]
    [InlineData("mobilenet_v1_0.25_128.onnx", new long[] { 3, 3, 128, 128 })]
    [InlineData("mobilenet_v2.onnx", new long[] { 1, 3, 224, 224 })]
    [InlineData("squeezenet1.1.onnx", new long[] { 1, 3, 224, 224 })]
    [InlineData("resnet20-cifar10.onnx", new long[] { 2, 3, 32, 32 })]
    [InlineData("ppocr_cls.onnx", new long[] { 1, 3, 48, 192 })]
    [InlineData("ppocr_cls.onnx", new long[] { 2, 3, 48, 192 })]
    [InlineData("ultraface-slim-320.onnx", new long[] { 1, 3, 240, 320 })]
    [InlineData("superres-10/model.onnx", new long[] { 1, 1, 224, 224 })]
    [InlineData("mnist-8/model.onnx", new long[] { 1, 1, 28, 28 })]
    public void Agrees_with_onnx_runtime(string file, long[] shape) =>
        NetworkCheck.Agrees(Model(file), [new TensorRandom(file.Length).Floats(shape)]);

    [Theory]
    [InlineData("mnist-8", 0)]
    [InlineData("mnist-8", 1)]
    [InlineData("mnist-8", 2)]
    [InlineData("superres-10", 0)]
    public void Gives_its_recorded_outputs(string name, int set)
    {
        string folder = TestData.Find(Path.Combine("models", name, $"test_data_set_{set}"));
        NetworkCheck.Agrees(
            Model(Path.Combine(name, "model.onnx")),
            [OnnxTensors.ReadFile(Path.Combine(folder, "input_0.pb"))],
            [OnnxTensors.ReadFile(Path.Combine(folder, "output_0.pb"))]);
    }

    private static byte[] Model(string file) => File.ReadAllBytes(TestData.Find(Path.Combine("models", file)));
}
