using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Reference.Integers;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks.Quantized;

/// <summary>
/// Trained quantised networks of the test data against a plain computation with integers, bit for bit, on photos or noise.
/// </summary>
public sealed class GivenNetworkTests
{
    // What the spectrograms of the key word network lie between.
    private const float Loudest = 5;

    [Theory]
    [InlineData("wild/quantised/mobilenet_v1_0.25_128_quant.onnx")]
    [InlineData("wild/quantised/mobilenet_v1_0.25_128_quant.qop.onnx")]
    [InlineData("wild/quantised/pretrainedResnet_quant.onnx")]
    [InlineData("wild/quantised/pretrainedResnet_quant.qop.onnx")]
    [InlineData("wild/quantised/pretrainedResnet_quant.u8s8.onnx")]
    public void Classifiers(string file)
    {
        byte[] bytes = File.ReadAllBytes(TestData.Find(file));
        using InferenceModel model = TestEngines.Best.Load(bytes, file);
        Tensor images = PixelRange.Of(file).OfPhotos(Batch(model, 3));
        Tensor expected = new IntegerNetwork(bytes).Run([images])[0];
        IntegerNetworkCheck.SameBits(bytes, images, expected, optimize: true);
        if (file.Contains(".qop", StringComparison.Ordinal))
            IntegerNetworkCheck.SameBits(bytes, images, expected, optimize: false);
    }

    /// <summary>The scores of words, before a softmax that makes 0 and 1 of noise.</summary>
    [Theory]
    [InlineData("micro_kws_m_static_qdq.onnx", false)]
    [InlineData("micro_kws_m_static_qoperator.onnx", true)]
    public void Key_words(string file, bool isOfIntegers)
    {
        byte[] bytes = File.ReadAllBytes(TestData.Find($"wild/micro-kws/{file}"));
        using InferenceModel model = TestEngines.Best.Load(bytes, file);
        string scores = Read(bytes).Node.Single(node => node.OpType.EndsWith("Softmax", StringComparison.Ordinal)).Input[0];
        Tensor sounds = new TensorRandom(7).Floats(Batch(model, 8), -Loudest, Loudest);
        Tensor expected = new IntegerNetwork(bytes).Run([sounds], scores)[0];
        IntegerNetworkCheck.SameBits(bytes, sounds, expected, optimize: true, scores);
        if (isOfIntegers)
            IntegerNetworkCheck.SameBits(bytes, sounds, expected, optimize: false, scores);
    }

    /// <summary>
    /// The classes of DeepLab on its last grid, 33x33. What follows is an interpolation of real numbers, whose last bits depend on whether
    /// a width fuses multiplication and addition.
    /// </summary>
    [Fact]
    public void Segmentation()
    {
        byte[] bytes = File.ReadAllBytes(TestData.Find("wild/quantised/deeplabv3_mnv2_dm05_pascal_quant.onnx"));
        GraphProto graph = Read(bytes);
        NodeProto last = graph.Node.Last(node => node.OpType == "Resize");
        string grid = graph.Node.Single(node => node.Output[0] == last.Input[0]).Input[0];
        Tensor images = PixelRange.Of("deeplab").OfPhotos(new Shape(1, 3, 513, 513));
        Tensor expected = new IntegerNetwork(bytes).Run([images], grid)[0];
        IntegerNetworkCheck.SameBits(bytes, images, expected, optimize: true, grid);
    }

    private static GraphProto Read(byte[] bytes) => ModelProto.Parser.ParseFrom(bytes).Graph;

    // As many as the network takes, if it takes any number.
    private static Shape Batch(InferenceModel model, int images) =>
        new([.. model.Inputs[0].Shape.Dimensions!.Select(d => d.Value ?? images)]);
}
