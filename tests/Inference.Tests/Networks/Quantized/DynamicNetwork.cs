using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks.Quantized;

/// <summary>
/// A dynamically quantised network, as ONNX Runtime's quantize_dynamic writes it: DynamicQuantizeLinear, ConvInteger or MatMulInteger,
/// Cast, the product with both scales, the sum with a bias.
/// </summary>
internal sealed class DynamicNetwork
{
    private readonly OnnxModelBuilder _builder = new(13);
    private readonly TensorRandom _random = new(3);
    private readonly ElementType _weights;
    private readonly bool _perChannel;
    private int _count;

    private DynamicNetwork(ElementType weights, bool perChannel)
    {
        _weights = weights;
        _perChannel = perChannel;
    }

    /// <summary>A network of a free batch of images 3x16x16.</summary>
    /// <param name="weights">UInt8, with a zero point that is not 0, or Int8.</param>
    /// <param name="perChannel">Whether the weights of each channel have a scale of their own.</param>
    public static byte[] Build(ElementType weights, bool perChannel)
    {
        var network = new DynamicNetwork(weights, perChannel);
        network._builder.Input("images", Dimension.Named("n"), 3, 16, 16);
        string x = network.Convolve("images", [10, 3, 3, 3], 2);
        x = network.Convolve(x, [10, 1, 3, 3], 1, groups: 10);
        x = network.Convolve(x, [14, 10, 1, 1], 1);
        network._builder.Node("MaxPool", x, "pooled", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
            .Node("Flatten", "pooled", "flat");
        return network._builder.Output(network.Product("MatMulInteger", "flat", [224, 6], [1, 6])).Build();
    }

    private string Convolve(string x, long[] shape, int stride, int groups = 1)
    {
        long pad = shape[2] / 2;
        string sum = Product(
            "ConvInteger", x, shape, [1, shape[0], 1, 1], ("pads", new[] { pad, pad, pad, pad }), ("strides", new[] { stride, stride }),
            ("group", groups));
        _builder.Node("Relu", sum, $"{sum}/relu");
        return $"{sum}/relu";
    }

    private string Product(string operation, string x, long[] shape, long[] row, params ReadOnlySpan<(string, object)> attributes)
    {
        string name = $"p{_count++}";
        bool signed = _weights == ElementType.Int8;
        string[] integers = [$"{name}/x", $"{name}/xs", $"{name}/xz"];
        _builder.Initializer($"{name}/w", _random.Integers(_weights, new Shape(shape), signed ? -127 : 0, signed ? 128 : 256))
            .Initializer($"{name}/ws", _perChannel ? _random.Floats(new Shape(row), 0.001f, 0.005f) : TestTensors.Float(0.0031f))
            .Initializer($"{name}/wz", _random.Integers(_weights, Shape.Scalar, signed ? 0 : 117, signed ? 1 : 118))
            .Initializer($"{name}/b", _random.Floats(row))
            .Node("DynamicQuantizeLinear", [x], integers)
            .Node(operation, [integers[0], $"{name}/w", integers[2], $"{name}/wz"], [$"{name}/sum"], attributes)
            .Node("Cast", $"{name}/sum", $"{name}/float", ("to", (int)ElementType.Float32))
            .Node("Mul", [integers[1], $"{name}/ws"], [$"{name}/scale"])
            .Node("Mul", [$"{name}/float", $"{name}/scale"], [$"{name}/scaled"])
            .Node("Add", [$"{name}/scaled", $"{name}/b"], [name]);
        return name;
    }
}
