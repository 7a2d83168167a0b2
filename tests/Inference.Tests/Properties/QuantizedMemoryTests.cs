using System.Globalization;
using Fovea.Inference.Tests.Networks.Quantized;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

/// <summary>Weights that come as bytes stay bytes, packed, and no copy of them is kept.</summary>
[Collection(nameof(RunsAlone))]
public sealed class QuantizedMemoryTests(ITestOutputHelper output)
{
    private const long Mebi = 1 << 20;

    // Of the memory that the same weights take as floats.
    private const double Most = 0.4;

    // A byte instead of a float, and a little for scales and biases.
    private const double MostOfWideLayers = 0.26;

    [Theory]
    [InlineData("quantised/mobilenet_v1_0.25_128_quant", ".onnx", ".float.onnx")]
    [InlineData("quantised/mobilenet_v1_0.25_128_quant", ".qop.onnx", ".float.onnx")]
    [InlineData("quantised/pretrainedResnet_quant", ".onnx", ".float.onnx")]
    [InlineData("quantised/pretrainedResnet_quant", ".qop.onnx", ".float.onnx")]
    [InlineData("quantised/pretrainedResnet_quant", ".u8s8.onnx", ".float.onnx")]
    [InlineData("quantised/deeplabv3_mnv2_dm05_pascal_quant", ".onnx", ".float.onnx")]
    [InlineData("micro-kws/micro_kws_m_static_", "qdq.onnx", "fp32.onnx")]
    [InlineData("micro-kws/micro_kws_m_static_", "qoperator.onnx", "fp32.onnx")]
    public void Given_networks_take_much_less_than_their_float_twins(string network, string form, string twin)
    {
        foreach (InstructionSet set in InstructionSets.Available)
        {
            long bytes = ConstantBytes(set, TestData.Find($"wild/{network}{form}"));
            long floats = ConstantBytes(set, TestData.Find($"wild/{network}{twin}"));
            double ratio = (double)bytes / floats;
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{network}{form}, {set}: {bytes} / {floats} bytes = {ratio:F3}"));
            Assert.InRange(ratio, 0, Most);
        }
    }

    [Theory]
    [InlineData(ElementType.Int8, true)]
    [InlineData(ElementType.Int8, false)]
    [InlineData(ElementType.UInt8, true)]
    [InlineData(ElementType.UInt8, false)]
    public void Wide_layers_are_bytes_and_kept_once(ElementType weights, bool isQdq)
    {
        string path = Path.GetTempFileName();
        try
        {
            (byte[] bytes, long parameters) = WideNetwork(new QuantizedKind(ElementType.UInt8, weights, PerAxis: true), isQdq);
            File.WriteAllBytes(path, bytes);
            long before = GC.GetTotalMemory(forceFullCollection: true);
            using InferenceModel model = TestEngines.Best.Load(path);
            CompiledPlan plan = model.Compile([new Shape(1, 768, 2, 2)]);
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, -Mebi, Mebi);
            Assert.InRange(
                model.ConstantBytes + plan.PlanConstantBytes, parameters, (long)(MostOfWideLayers * sizeof(float) * parameters));
            GC.KeepAlive(plan);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // What all plans share, and what one image's plan has of its own.
    private static long ConstantBytes(InstructionSet set, string file)
    {
        using InferenceModel model = TestEngines.Get(set).Load(file);
        CompiledPlan plan = model.Compile(
            [.. model.Inputs.Select(input => new Shape([.. input.Shape.Dimensions!.Select(d => d.Value ?? 1)]))]);
        return model.ConstantBytes + plan.PlanConstantBytes;
    }

    private static (byte[] Model, long Parameters) WideNetwork(QuantizedKind kind, bool isQdq)
    {
        var network = new QuantizedNetwork(kind, isQdq, seed: 1);
        QuantizedLayer x = network.Convolve(network.Images(768, 2, 2), 1536, 1);
        x = network.Flatten(network.GlobalAveragePool(x));
        return (network.Build(network.Gemm(x, 2304)), (768 * 1536) + (1536 * 2304));
    }
}
