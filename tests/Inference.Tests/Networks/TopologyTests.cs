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

    /// <summary>At every instruction set one image; then three and eight, where the batch is free.</summary>
    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public void Agrees_with_onnx_runtime(string name)
    {
        byte[] model = RandomWeights.Fill(File.ReadAllBytes(TestData.Find(Path.Combine(Folder, name + ".onnx"))));
        long extent = name == "inception_v3" ? 299 : 224;
        NetworkCheck.Agrees(model, [new TensorRandom(name.Length).Floats(1, 3, extent, extent)]);
        using InferenceModel loaded = TestEngines.Best.Load(model, name);
        if (loaded.Inputs[0].Shape.Dimensions![0].IsKnown)
            return;
        using var oracle = new OnnxRuntimeOracle(model);
        var range = new PixelRange(-2.1f, 2.6f);
        Tensor photos = range.OfPhotos(new Shape(3, 3, extent, extent));
        ModelCheck.Equal(oracle.Run([photos]), loaded.Run([photos]), Tolerance.Network, "3 photos");
        Tensor noise = range.Noise(new Shape(8, 3, extent, extent), 8);
        ModelCheck.Equal(oracle.Run([noise]), loaded.Run([noise]), Tolerance.Network, "8 images");
    }
}
