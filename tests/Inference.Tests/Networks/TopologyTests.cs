using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks;

/// <summary>Well-known networks with random weights, against ONNX Runtime, at every instruction set.</summary>
public sealed class TopologyTests
{
    private const string Folder = "topologies";

    public static TheoryData<string> Names() => TestData.Exists(Folder)
        ? [.. Directory.GetFiles(TestData.Find(Folder), "*.onnx").Select(
            f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)]
        : [];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public void Agrees_with_onnx_runtime(string name)
    {
        byte[] model = RandomWeights.Fill(File.ReadAllBytes(TestData.Find(Path.Combine(Folder, name + ".onnx"))));
        long extent = name == "inception_v3" ? 299 : 224;
        NetworkCheck.Agrees(model, [new TensorRandom(name.Length).Floats(1, 3, extent, extent)]);
    }

    [Theory]
    [InlineData("squeezenet1_1", 3)]
    [InlineData("shufflenet_v2_x1_0", 2)]
    [InlineData("mobilenet_v3_large", 2)]
    [InlineData("efficientnet_b0", 3)]
    [InlineData("resnet18", 2)]
    public void Batches_agree_with_onnx_runtime(string name, int batch)
    {
        byte[] model = RandomWeights.Fill(File.ReadAllBytes(TestData.Find(Path.Combine(Folder, name + ".onnx"))));
        Tensor images = new TensorRandom(batch).Floats(batch, 3, 224, 224);
        Tensor[] expected = OnnxRuntimeOracle.Run(model, [images]);
        ModelCheck.Agrees(TestEngines.Best, model, [images], expected, Tolerance.Network);
    }
}
