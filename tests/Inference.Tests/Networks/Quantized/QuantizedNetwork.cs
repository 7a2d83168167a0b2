using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks.Quantized;

/// <summary>
/// Writes one quantised network in two forms, with weights and scales that a seed draws: the same ones for both. Scales are such
/// that integers use most of their range, and that real numbers stay small.
/// </summary>
internal sealed class QuantizedNetwork
{
    // How far random weights, and the integers of an image, are from their zero point.
    private const float Spread = 74;

    private readonly OnnxModelBuilder _builder = new OnnxModelBuilder(13).Domain("com.microsoft", 1);
    private readonly QuantizedKind _kind;
    private readonly QuantizedNodes _nodes;
    private readonly Random _random;
    private readonly TensorRandom _weights;
    private int _count;

    public QuantizedNetwork(QuantizedKind kind, bool isQdq, int seed)
    {
        _kind = kind;
        _nodes = new QuantizedNodes(_builder, isQdq);
        _random = new Random(seed);
        _weights = new TensorRandom(seed);
    }

    /// <summary>The images that come in: real numbers from -1 to 1.</summary>
    public QuantizedLayer Images(long channels, long height, long width)
    {
        _builder.Input("images", Dimension.Named("n"), channels, height, width);
        QuantizedLayer images = New(1 / 127f, channels, height, width);
        _builder.Node("QuantizeLinear", ["images", .. images.Parameters], [images.Name]);
        return images;
    }

    public QuantizedLayer Convolve(
        QuantizedLayer x, long maps, long kernel, long stride = 1, long groups = 1, bool relu = false, bool bias = true)
    {
        (QuantizedLayer weights, float[] scales) = Weights(0, maps, x.Channels / groups, kernel, kernel);
        string? biases = bias ? Bias(x, maps, scales) : null;
        QuantizedLayer y = New(
            Product(x, scales, x.Channels / groups * kernel * kernel), maps, ((x.Height - 1) / stride) + 1, ((x.Width - 1) / stride) + 1);
        long pad = kernel / 2;
        _nodes.Product(
            "Conv", x, weights, y, biases, relu, ("pads", new[] { pad, pad, pad, pad }), ("strides", new[] { stride, stride }),
            ("group", groups));
        return y;
    }

    /// <summary>A product of rows with a matrix and a bias.</summary>
    public QuantizedLayer Gemm(QuantizedLayer x, long columns)
    {
        (QuantizedLayer weights, float[] scales) = Weights(0, columns, x.Channels);
        string bias = Bias(x, columns, scales);
        QuantizedLayer y = New(Product(x, scales, x.Channels), columns);
        _nodes.Product("Gemm", x, weights, y, bias, false, ("transB", 1));
        return y;
    }

    /// <summary>A product of rows with a matrix.</summary>
    public QuantizedLayer MatMul(QuantizedLayer x, long columns)
    {
        (QuantizedLayer weights, float[] scales) = Weights(1, x.Channels, columns);
        QuantizedLayer y = New(Product(x, scales, x.Channels), columns);
        _nodes.Product("MatMul", x, weights, y, null, false);
        return y;
    }

    public QuantizedLayer Add(QuantizedLayer a, QuantizedLayer b, bool relu = false)
    {
        QuantizedLayer y = Like(a, 1.4f * MathF.Max(a.Scale, b.Scale));
        _nodes.Function("Add", [a, b], y, relu);
        return y;
    }

    /// <summary>The product of an image with one number for each channel.</summary>
    public QuantizedLayer Mul(QuantizedLayer a, QuantizedLayer b)
    {
        QuantizedLayer y = Like(a, Spread * a.Scale * b.Scale);
        _nodes.Function("Mul", [a, b], y);
        return y;
    }

    public QuantizedLayer Concat(params QuantizedLayer[] parts)
    {
        QuantizedLayer y = Like(parts[0] with { Channels = parts.Sum(p => p.Channels) }, parts.Max(p => p.Scale));
        _nodes.Function("Concat", parts, y, false, ("axis", 1));
        return y;
    }

    public QuantizedLayer LeakyRelu(QuantizedLayer x)
    {
        QuantizedLayer y = Like(x, x.Scale);
        _nodes.Function("LeakyRelu", [x], y, false, ("alpha", 0.25f));
        return y;
    }

    public QuantizedLayer Sigmoid(QuantizedLayer x)
    {
        QuantizedLayer y = Like(x, 1 / 256f);
        _nodes.Function("Sigmoid", [x], y);
        return y;
    }

    /// <summary>Means of windows of 2x2 pixels, every 2.</summary>
    public QuantizedLayer AveragePool(QuantizedLayer x)
    {
        QuantizedLayer y = Like(x with { Height = x.Height / 2, Width = x.Width / 2 }, x.Scale / 2);
        _nodes.Function("AveragePool", [x], y, false, ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        return y;
    }

    public QuantizedLayer GlobalAveragePool(QuantizedLayer x)
    {
        QuantizedLayer y = Like(x with { Height = 1, Width = 1 }, x.Scale / 4);
        _nodes.Function("GlobalAveragePool", [x], y);
        return y;
    }

    /// <summary>Maxima of windows of 2x2 pixels, every 2, or of 3x3 around each pixel.</summary>
    public QuantizedLayer MaxPool(QuantizedLayer x, bool halves)
    {
        QuantizedLayer y = Same(x, halves ? x with { Height = x.Height / 2, Width = x.Width / 2 } : x);
        (int size, int pad) = halves ? (2, 0) : (3, 1);
        _nodes.Choice(
            "MaxPool", x, y, ("kernel_shape", new[] { size, size }), ("strides", new[] { size - pad - pad, size - pad - pad }),
            ("pads", new[] { pad, pad, pad, pad }));
        return y;
    }

    public QuantizedLayer Flatten(QuantizedLayer x)
    {
        QuantizedLayer y = Same(x, x with { Channels = x.Channels * x.Height * x.Width, Height = 1, Width = 1 });
        _nodes.Choice("Flatten", x, y);
        return y;
    }

    public QuantizedLayer Softmax(QuantizedLayer x)
    {
        QuantizedLayer y = Like(x, 1 / 400f);
        _nodes.Function("Softmax", [x], y, false, ("axis", -1));
        return y;
    }

    /// <summary>The model, which gives the real numbers of a layer.</summary>
    public byte[] Build(QuantizedLayer last) => _builder.Node("DequantizeLinear", last.Operands, ["y"]).Output("y").Build();

    // Sums are divided by a power of two, of one column at least: many lie half-way between two integers, where the last bit decides.
    private static float Product(QuantizedLayer x, float[] scales, long terms) =>
        x.Scale * scales[scales.Length / 2] * PowerOfTwo(1.4f * Spread * MathF.Sqrt(terms));

    private QuantizedLayer Like(QuantizedLayer like, float scale) => New(scale, like.Channels, like.Height, like.Width);

    private QuantizedLayer New(float scale, long channels, long height = 1, long width = 1)
    {
        bool signed = _kind.Activations == ElementType.Int8;
        return Declare(new($"v{_count++}", Rounded(scale), _random.Next(90, 150) - (signed ? 128 : 0), channels, height, width));
    }

    // A layer with the scale of another one.
    private QuantizedLayer Same(QuantizedLayer x, QuantizedLayer shape) => Declare(shape with { Name = $"v{_count++}", Scale = x.Scale });

    private QuantizedLayer Declare(QuantizedLayer layer)
    {
        _builder.Initializer(layer.Parameters[0], TestTensors.Float(layer.Scale)).Initializer(
            layer.Parameters[1], _weights.Integers(_kind.Activations, Shape.Scalar, layer.Zero, layer.Zero + 1));
        return layer;
    }

    private (QuantizedLayer Weights, float[] Scales) Weights(int axis, params ReadOnlySpan<long> shape)
    {
        bool signed = _kind.Weights == ElementType.Int8;
        long columns = _kind.PerAxis ? shape[axis] : 1;
        Shape row = _kind.PerAxis ? new Shape(columns) : Shape.Scalar;
        float depth = MathF.Sqrt((float)new Shape(shape).ElementCount / shape[axis]);
        float[] scales = [.. Enumerable.Range(0, (int)columns).Select(i => Rounded((0.0056f + (0.0013f * ((i + 3) % 7))) / depth))];
        var weights = new QuantizedLayer($"w{_count++}", scales[0], 0, columns);
        _builder.Initializer(weights.Name, _weights.Integers(_kind.Weights, new Shape(shape), signed ? -127 : 0, signed ? 128 : 256))
            .Initializer(weights.Parameters[0], Tensor.From<float>(row, scales))
            .Initializer(weights.Parameters[1], _weights.Integers(_kind.Weights, row, signed ? 0 : 123, signed ? 1 : 133));
        _nodes.Constant(weights.Operands, axis);
        return (weights, scales);
    }

    // Integers with the scale of the input times those of the weights.
    private string Bias(QuantizedLayer x, long columns, float[] scales)
    {
        string name = $"b{_count++}";
        _builder.Initializer(name, _weights.Integers(ElementType.Int32, new Shape(columns), -20_000, 20_000)).Initializer(
            $"{name}/scale", Tensor.From<float>(
                scales.Length == 1 ? Shape.Scalar : new Shape(columns), [.. scales.Select(s => x.Scale * s)]));
        _nodes.Constant([name, $"{name}/scale"], 0);
        return name;
    }

    private float Rounded(float scale) => _kind.IsBinary ? PowerOfTwo(scale) : scale;

    private static float PowerOfTwo(float number) => MathF.Pow(2, MathF.Round(MathF.Log2(number)));
}
