namespace Fovea.Inference.Tests.Support;

/// <summary>Small random convolutional networks: every seed is a valid model with a symbolic batch.</summary>
internal sealed class RandomNetworks
{
    private readonly OnnxModelBuilder _builder = new(13);
    private readonly List<string> _values = [];
    private readonly Random _random;
    private readonly TensorRandom _weights;
    private string _current = "image";
    private long _channels;
    private long _height;
    private long _width;

    private RandomNetworks(int seed)
    {
        _random = new Random(seed);
        _weights = new TensorRandom(seed);
        _channels = Pick(1, 3, 4);
        _height = _random.Next(5, 20);
        _width = _random.Next(5, 20);
        ImageShape = new Shape(_channels, _height, _width);
        _builder.Input(_current, Dimension.Named("n"), _channels, _height, _width);
    }

    public byte[] Model { get; private set; } = [];

    /// <summary>Channels, height, width of the input.</summary>
    public Shape ImageShape { get; }

    /// <summary>Every value that a node writes, in order; the last is the model's output.</summary>
    public IReadOnlyList<string> Values => _values;

    public static RandomNetworks Create(int seed)
    {
        var network = new RandomNetworks(seed);
        int layers = network._random.Next(3, 9);
        for (int i = 0; i < layers; i++)
            network.AddLayer();
        if (network._random.Next(4) > 0)
            network.AddHead();
        network.Model = network._builder.Output(network._current).Build();
        return network;
    }

    public Tensor Images(int count, int seed = 1) => new TensorRandom(seed).Floats([count, .. ImageShape]);

    private void AddLayer()
    {
        switch (_random.Next(10))
        {
            case 0 or 1 or 2:
                Convolve(Pick(1, 3, 5), Pick(1, 1, 2), groups: 1, Pick(1, 3, 5, 8, 16, 17, 24, 33));
                Normalize();
                Activate();
                break;
            case 3:
                Convolve(Pick(3, 5), Pick(1, 2), groups: _channels, _channels);
                Activate();
                break;
            case 4:
                Pool("MaxPool");
                break;
            case 5:
                Pool("AveragePool");
                break;
            case 6 or 7:
                Residual();
                break;
            case 8:
                Inception();
                break;
            default:
                SqueezeAndExcite();
                break;
        }
    }

    private void Convolve(long kernel, long stride, long groups, long maps)
    {
        string weights = Weights(maps, _channels / groups, kernel, kernel), bias = Weights(maps);
        long pad = kernel / 2;
        string[] inputs = _random.Next(2) == 0 ? [_current, weights] : [_current, weights, bias];
        Append("Conv", inputs, ("pads", new[] { pad, pad, pad, pad }), ("strides", new[] { stride, stride }), ("group", groups));
        _channels = maps;
        _height = (_height - 1) / stride + 1;
        _width = (_width - 1) / stride + 1;
    }

    private void Normalize()
    {
        if (_random.Next(2) == 0)
            return;
        string variance = Name("v");
        _builder.Initializer(variance, _weights.Floats(new Shape(_channels), 0.5f, 2));
        Append("BatchNormalization", [_current, Weights(_channels), Weights(_channels), Weights(_channels), variance]);
    }

    private void Activate()
    {
        switch (_random.Next(6))
        {
            case 0 or 1:
                Append("Relu", [_current]);
                break;
            case 2:
                Append("LeakyRelu", [_current], ("alpha", 0.1f));
                break;
            case 3:
                Append("Sigmoid", [_current]);
                break;
            case 4:
                _builder.Initializer(Name("low"), TestTensors.Float(0)).Initializer(Name("high"), TestTensors.Float(6));
                Append("Clip", [_current, Name("low"), Name("high")]);
                break;
        }
    }

    private void Pool(string operation)
    {
        if (Math.Min(_height, _width) < 4)
            return;
        Append(operation, [_current], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        _height /= 2;
        _width /= 2;
    }

    private void Residual()
    {
        string before = _current;
        Convolve(3, 1, groups: 1, _channels);
        Normalize();
        Append("Add", _random.Next(2) == 0 ? [_current, before] : [before, _current]);
        Append("Relu", [_current]);
    }

    private void Inception()
    {
        (string before, long channels) = (_current, _channels);
        Convolve(1, 1, groups: 1, Pick(3, 8, 16));
        Activate();
        (string left, long leftChannels) = (_current, _channels);
        (_current, _channels) = (before, channels);
        Convolve(3, 1, groups: 1, Pick(5, 16));
        Append("Concat", [left, _current, before], ("axis", 1));
        _channels += leftChannels + channels;
    }

    private void SqueezeAndExcite()
    {
        (string before, long channels, long height, long width) = (_current, _channels, _height, _width);
        Append("GlobalAveragePool", [_current]);
        (_height, _width) = (1, 1);
        Convolve(1, 1, groups: 1, Pick(3, 8));
        Append("Relu", [_current]);
        Convolve(1, 1, groups: 1, channels);
        Append("HardSigmoid", [_current]);
        Append("Mul", [before, _current]);
        _channels = channels;
        _height = height;
        _width = width;
    }

    private void AddHead()
    {
        Append("GlobalAveragePool", [_current]);
        Append("Flatten", [_current]);
        Append("Gemm", [_current, Weights(7, _channels), Weights(7)], ("transB", 1));
        if (_random.Next(2) == 0)
            Append("Softmax", [_current], ("axis", 1));
    }

    private void Append(string operation, string[] inputs, params ReadOnlySpan<(string, object)> attributes)
    {
        string output = $"value{_values.Count}";
        _builder.Node(operation, inputs, [output], attributes);
        _values.Add(output);
        _current = output;
    }

    private string Weights(params ReadOnlySpan<long> shape)
    {
        string name = $"weights{_builder.Model.Graph.Initializer.Count}";
        float scale = MathF.Sqrt(3f / Math.Max(1, shape[1..].ToArray().Aggregate(1L, (a, b) => a * b)));
        _builder.Initializer(name, _weights.Floats(new Shape(shape), -scale, scale));
        return name;
    }

    private string Name(string prefix) => $"{prefix}{_values.Count}";

    private long Pick(params ReadOnlySpan<long> choices) => choices[_random.Next(choices.Length)];
}
