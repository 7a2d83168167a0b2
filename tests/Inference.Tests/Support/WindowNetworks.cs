namespace Fovea.Inference.Tests.Support;

/// <summary>
/// Small random networks of windows, branches and rearrangements, whose weights are positive, so that no influence of a pixel cancels:
/// every seed is a valid model of one image.
/// </summary>
internal sealed class WindowNetworks
{
    private readonly OnnxModelBuilder _builder = new(18);
    private readonly Random _random;
    private readonly TensorRandom _weights;
    private readonly List<string> _values = [];
    private string _current = "image";
    private long[] _shape;
    private int _names;

    private WindowNetworks(int seed)
    {
        _random = new Random(seed);
        _weights = new TensorRandom(seed);
        _shape = [1, Pick(1, 2, 4), _random.Next(6, 16), _random.Next(6, 16)];
        Image = new Shape(_shape);
        _builder.Input(_current, [.. _shape.Select(extent => (Dimension)extent)]);
    }

    public byte[] Model { get; private set; } = [];

    public Shape Image { get; }

    /// <summary>Every value that a node writes.</summary>
    public IReadOnlyList<string> Values => _values;

    public static WindowNetworks Create(int seed)
    {
        var network = new WindowNetworks(seed);
        int moves = network._random.Next(2, 7);
        for (int i = 0; i < moves; i++)
            network.Move();
        network.Append("Relu", [network._current], network._shape);
        network.Model = network._builder.Output(network._current).Build();
        return network;
    }

    private void Move()
    {
        switch (_random.Next(15))
        {
            case 0 or 1 or 2:
                Convolve();
                break;
            case 3:
                Pool("MaxPool");
                break;
            case 4:
                Pool("AveragePool");
                break;
            case 5:
                Residual();
                break;
            case 6:
                JoinChannels();
                break;
            case 7:
                JoinRows();
                break;
            case 8:
                Slice();
                break;
            case 9:
                Pad();
                break;
            case 10:
                Append("Transpose", [_current], [_shape[0], _shape[1], _shape[3], _shape[2]], ("perm", new long[] { 0, 1, 3, 2 }));
                break;
            case 11:
                Resize();
                break;
            case 12:
                Transposed();
                break;
            case 13:
                SplitChannels();
                break;
            default:
                LoseOnePath();
                break;
        }
    }

    private void Convolve()
    {
        long groups = _shape[1] % 2 == 0 ? Pick(1, 1, 2, _shape[1]) : 1;
        long maps = groups * Pick(1, 2);
        long[] kernel = [_random.Next(1, 4), _random.Next(1, 4)], dilation = [Pick(1, 1, 2), Pick(1, 1, 2)];
        long[] stride = [Pick(1, 1, 2), Pick(1, 1, 2, 3)], pads = [_random.Next(3), _random.Next(3), _random.Next(3), _random.Next(3)];
        if (Extents(kernel, stride, dilation, pads) is not { } extents)
            return;
        string weights = Weights(maps, _shape[1] / groups, kernel[0], kernel[1]);
        Append(
            "Conv", [_current, weights], [1, maps, .. extents], ("pads", pads), ("strides", stride), ("dilations", dilation),
            ("group", groups));
    }

    private void Pool(string operation)
    {
        long[] kernel = [_random.Next(1, 4), _random.Next(1, 4)], stride = [Pick(1, 2), Pick(1, 2)];
        long[] pads = [.. kernel.Concat(kernel).Select(extent => (long)_random.Next((int)extent))];
        if (Extents(kernel, stride, [1, 1], pads) is { } extents)
            Append(operation, [_current], [1, _shape[1], .. extents], ("kernel_shape", kernel), ("strides", stride), ("pads", pads));
    }

    private void Residual()
    {
        string before = _current;
        long pad = _random.Next(1, 3);
        Same(2 * pad + 1, pad, _shape[1]);
        Append("Add", [before, _current], _shape);
    }

    private void JoinChannels()
    {
        (string before, long channels) = (_current, _shape[1]);
        Same(3, 1, 2);
        string first = _current;
        (_current, _shape) = (before, With(1, channels));
        Same(5, 2, 1);
        Append("Concat", [first, _current, before], With(1, 3 + channels), ("axis", 1));
    }

    private void JoinRows()
    {
        string before = _current;
        long[] shape = _shape;
        long cut = shape[2] / 2;
        string top = SliceOf(before, 2, 0, cut, 1, With(2, cut));
        (_current, _shape) = (before, shape);
        string bottom = SliceOf(before, 2, cut, shape[2], 1, With(2, shape[2] - cut));
        Append("Concat", [bottom, top], shape, ("axis", 2));
    }

    private void Slice()
    {
        int axis = _random.Next(2, 4);
        long start = _random.Next(3), step = Pick(1, 2);
        long count = (_shape[axis] - start - 1) / step + 1;
        if (count >= 3)
            SliceOf(_current, axis, start, _shape[axis], step, With(axis, count));
    }

    private void Pad()
    {
        string mode = _random.Next(3) switch { 0 => "reflect", 1 => "edge", _ => "constant" };
        long[] pads = [0, 0, _random.Next(3), _random.Next(3), 0, 0, _random.Next(3), _random.Next(3)];
        if (_shape[2] > 12 || _shape[3] > 12)
            return;
        string name = Name("pads");
        _builder.Initializer(name, TestTensors.Int64s(pads));
        Append("Pad", [_current, name], [1, _shape[1], _shape[2] + pads[2] + pads[6], _shape[3] + pads[3] + pads[7]], ("mode", mode));
    }

    private void Resize()
    {
        if (_shape[2] > 12 || _shape[3] > 12)
            return;
        bool nearest = _random.Next(2) == 0;
        string sizes = Name("sizes");
        long[] shape = [1, _shape[1], _shape[2] * Pick(1, 2), _shape[3] + _random.Next(4)];
        _builder.Initializer(sizes, TestTensors.Int64s(shape));
        Append(
            "Resize", [_current, "", "", sizes], shape, ("mode", nearest ? "nearest" : "linear"),
            ("coordinate_transformation_mode", nearest ? "asymmetric" : Pick(0, 1) == 0 ? "half_pixel" : "align_corners"),
            ("nearest_mode", "floor"));
    }

    private void Transposed()
    {
        if (_shape[2] > 10 || _shape[3] > 10)
            return;
        long[] kernel = [_random.Next(1, 4), _random.Next(1, 4)], stride = [Pick(1, 2), Pick(1, 2)];
        long[] pads = [_random.Next(2), _random.Next(2), _random.Next(2), _random.Next(2)];
        long h = ((_shape[2] - 1) * stride[0]) + kernel[0] - pads[0] - pads[2];
        long w = ((_shape[3] - 1) * stride[1]) + kernel[1] - pads[1] - pads[3];
        if (h < 3 || w < 3)
            return;
        string weights = Weights(_shape[1], 2, kernel[0], kernel[1]);
        Append("ConvTranspose", [_current, weights], [1, 2, h, w], ("strides", stride), ("pads", pads));
    }

    private void SplitChannels()
    {
        if (_shape[1] < 2)
            return;
        long first = _shape[1] / 2;
        string a = Name("v"), b = Name("v"), sizes = Name("split");
        long[] shape = _shape;
        _builder.Initializer(sizes, TestTensors.Int64s(first, shape[1] - first))
            .Node("Split", [_current, sizes], [a, b], ("axis", 1));
        _values.Add(a);
        _values.Add(b);
        (_current, _shape) = (a, With(1, first));
        Same(3, 1, first);
        Append("Concat", [b, _current], shape, ("axis", 1));
    }

    // Two paths that see different columns; near the border one of them reads only padding along the rows.
    private void LoseOnePath()
    {
        if (_shape[2] < 5 || _shape[3] < 5)
            return;
        string before = _current;
        long[] shape = _shape;
        long channels = shape[1];
        string far = Append(
            "Conv", [before, Weights(channels, channels, 1, 5)], shape, ("pads", new long[] { 3, 2, 0, 2 }));
        // Three rows of padding in front: the first three rows of the result read nothing.
        _shape = With(2, shape[2] + 3);
        far = SliceOf(far, 2, 0, shape[2], 1, shape);
        Append("Add", [far, before], shape);
    }

    private void Same(long kernel, long pad, long maps) => Append(
        "Conv", [_current, Weights(maps, _shape[1], kernel, kernel)], With(1, maps), ("pads", new[] { pad, pad, pad, pad }));

    private string SliceOf(string value, int axis, long start, long end, long step, long[] shape)
    {
        string[] names = [Name("start"), Name("end"), Name("axis"), Name("step")];
        _builder.Initializer(names[0], TestTensors.Int64s(start)).Initializer(names[1], TestTensors.Int64s(end))
            .Initializer(names[2], TestTensors.Int64s(axis)).Initializer(names[3], TestTensors.Int64s(step));
        return Append("Slice", [value, .. names], shape);
    }

    private string Append(string operation, string[] inputs, long[] shape, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string name = Name("v");
        _builder.Node(operation, inputs, [name], attributes);
        _values.Add(name);
        (_current, _shape) = (name, shape);
        return name;
    }

    private long[]? Extents(long[] kernel, long[] stride, long[] dilation, long[] pads)
    {
        long[] extents = [.. Enumerable.Range(0, 2).Select(i =>
            ((_shape[i + 2] + pads[i] + pads[i + 2] - ((kernel[i] - 1) * dilation[i]) - 1) / stride[i]) + 1)];
        bool fits = Enumerable.Range(0, 2).All(i => _shape[i + 2] + pads[i] + pads[i + 2] > (kernel[i] - 1) * dilation[i]);
        return fits && extents.All(extent => extent >= 3) ? extents : null;
    }

    private long[] With(int axis, long extent)
    {
        long[] shape = [.. _shape];
        shape[axis] = extent;
        return shape;
    }

    private string Weights(params ReadOnlySpan<long> shape)
    {
        string name = Name("w");
        _builder.Initializer(name, _weights.Floats(new Shape(shape), 0.5f, 1));
        return name;
    }

    private string Name(string prefix) => $"{prefix}{_names++}";

    private long Pick(params ReadOnlySpan<long> choices) => choices[_random.Next(choices.Length)];
}
