using System.Collections;
using System.Globalization;
using Fovea.Inference.Operators;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>
/// A graph of one node that is drawn from a seed: its operands of any shape, empty ones and scalars too, given at run time or stored in
/// the model, and its attributes. What it gives is for ONNX Runtime to say.
/// </summary>
internal sealed class NodeDraw(string operation, int seed)
{
    private static readonly ElementType[] Integers =
    [
        ElementType.Int64, ElementType.Int32, ElementType.UInt8, ElementType.Int8, ElementType.Int16, ElementType.UInt16,
        ElementType.UInt32, ElementType.UInt64,
    ];

    private readonly Random _random = new(seed);
    private readonly TensorRandom _values = new(seed);
    private readonly List<(Tensor? Value, bool Stored)> _operands = [];
    private readonly List<(string Name, object Value)> _attributes = [];

    public string Operation { get; } = operation;

    /// <summary>The opset; ONNX Runtime reads from 7 on.</summary>
    public int Opset { get; set; } = new Random(seed).Next(Math.Max(7, OperatorTable.Find(operation)!.Since), 26);

    /// <summary>How many outputs the node has.</summary>
    public int Outputs { get; set; } = 1;

    /// <summary>How far floats may be from what ONNX Runtime gives, relative to each of them.</summary>
    public double Relative { get; set; } = 1e-5;

    /// <summary>Whether operands may have extents of 0.</summary>
    public bool MayBeEmpty { get; set; } = true;

    public IReadOnlyList<(string Name, object Value)> Attributes => _attributes;

    public IReadOnlyList<(Tensor? Value, bool Stored)> Operands => _operands;

    /// <summary>The case as text, for the message of a failure.</summary>
    public string Text =>
        $"{Operation}-{Opset}({string.Join(", ", _operands.Select(Describe))}) " +
        string.Join(' ', _attributes.Select(a => $"{a.Name}={(a.Value is IEnumerable and not string ? Items(a.Value) : a.Value)}"));

    public int Choose(int count) => _random.Next(count);

    public T Choose<T>(params ReadOnlySpan<T> from) => from[_random.Next(from.Length)];

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int count) => _random.Next(count) == 0;

    public ElementType AnyInteger() => Choose<ElementType>(Integers);

    public ElementType AnyFloat() => OneIn(4) ? ElementType.Float64 : OneIn(6) ? ElementType.Float16 : ElementType.Float32;

    public ElementType AnyNumber() => OneIn(2) ? AnyFloat() : AnyInteger();

    public ElementType AnyType() => OneIn(8) ? ElementType.Bool : AnyNumber();

    public ElementType Index() => Choose(ElementType.Int64, ElementType.Int64, ElementType.Int32);

    /// <summary>Extents of a rank; now and then one of them is 0.</summary>
    public long[] Extents(int rank)
    {
        long[] most = rank switch { <= 2 => [1, 2, 3, 5, 17, 33], 3 => [1, 2, 3, 7, 13], 4 => [1, 2, 3, 5], _ => [1, 2, 3] };
        long[] extents = [.. Enumerable.Range(0, rank).Select(_ => Choose<long>(most))];
        if (MayBeEmpty && rank > 0 && OneIn(12))
            extents[Choose(rank)] = 0;
        return extents;
    }

    public long[] AnyExtents(int least = 0, int most = 5) => Extents(least + Choose(most - least + 1));

    /// <summary>A shape that broadcasts with another.</summary>
    public long[] Broadcastable(long[] shape)
    {
        long[] other = [.. shape.Select(extent => OneIn(3) ? 1 : extent)];
        return OneIn(3) ? other[Choose(other.Length + 1)..] : OneIn(8) && other.Length < 5 ? [Choose(3) + 1, .. other] : other;
    }

    public Tensor Values(ElementType type, long[] shape, int low = -4, int high = 5)
    {
        bool unsigned = type is ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64;
        if (type == ElementType.Bool)
            return _values.Any(type, new Shape(shape), 0, 2);
        return _values.Any(type, new Shape(shape), unsigned ? Math.Max(low, 0) : low, unsigned ? Math.Max(high, 1) : high);
    }

    /// <summary>Values with the special floats among them, once in some times.</summary>
    public Tensor Wild(ElementType type, long[] shape)
    {
        Tensor tensor = Values(type, shape);
        if (!OneIn(3))
            return tensor;
        for (int i = Choose(3); type == ElementType.Float32 && i < tensor.Span<float>().Length; i += 3)
            tensor.Span<float>()[i] = Choose(SpecialFloats.Values);
        for (int i = Choose(3); type == ElementType.Float64 && i < tensor.Span<double>().Length; i += 3)
            tensor.Span<double>()[i] = Choose(SpecialFloats.Values);
        return tensor;
    }

    /// <summary>An operand, stored in the model once in three times.</summary>
    public NodeDraw Operand(Tensor value) => Operand(value, OneIn(3));

    public NodeDraw Operand(Tensor value, bool stored)
    {
        _operands.Add((value, stored));
        return this;
    }

    public NodeDraw Operand(ElementType type, params long[] shape) => Operand(Values(type, shape));

    /// <summary>A vector of integers, given at run time once in three times.</summary>
    public NodeDraw Vector(params long[] values) => Operand(TestTensors.Int64s(values), !OneIn(3));

    public NodeDraw Scalar(long value) => Operand(TestTensors.Int64(value), !OneIn(3));

    public NodeDraw Omitted()
    {
        _operands.Add((null, true));
        return this;
    }

    public NodeDraw Attribute(string name, object value)
    {
        _attributes.Add((name, value));
        return this;
    }

    /// <summary>One of the values, or the attribute is left out.</summary>
    public NodeDraw Perhaps<T>(string name, params ReadOnlySpan<T> values) =>
        OneIn(3) ? this : Attribute(name, values[_random.Next(values.Length)]!);

    /// <summary>A different number for each axis of a rank, in either of its two spellings.</summary>
    public int Axis(int rank) => OneIn(3) ? Choose(rank) - rank : Choose(rank);

    /// <summary>Some of the axes, each once.</summary>
    public long[] Axes(int rank, int least = 0)
    {
        long[] axes = [.. Enumerable.Range(0, rank).Select(axis => (long)axis)];
        _random.Shuffle(axes);
        int count = Math.Min(rank, least + Choose(rank - Math.Min(least, rank) + 1));
        return [.. axes[..count].Select(axis => OneIn(3) ? axis - rank : axis)];
    }

    /// <summary>The model; <paramref name="stored"/> says whether all operands are constants, or none, or as drawn.</summary>
    public byte[] Build(bool? stored, bool symbolic, out Tensor[] inputs)
    {
        var builder = new OnnxModelBuilder(Opset, irVersion: 10);
        List<Tensor> given = [];
        for (int i = 0; i < _operands.Count; i++)
        {
            if (_operands[i].Value is not { } value)
                continue;
            if (stored ?? _operands[i].Stored)
            {
                builder.Initializer($"in{i}", value);
                continue;
            }

            int operand = i;
            builder.Input(
                $"in{i}", value.ElementType,
                [.. value.Shape.Select((extent, axis) => symbolic ? Dimension.Named($"d{operand}_{axis}") : extent)]);
            given.Add(value);
        }

        if (given.Count == 0)
        {
            builder.Input("unused", ElementType.Float32, [1]);
            given.Add(TestTensors.Floats(1));
        }

        string[] outputs = [.. Enumerable.Range(0, Outputs).Select(i => $"out{i}")];
        builder.Node(Operation, [.. _operands.Select((operand, i) => operand.Value is null ? "" : $"in{i}")], outputs, [.. _attributes]);
        foreach (string output in outputs)
            builder.OutputOf(output);
        inputs = [.. given];
        return builder.Build();
    }

    private static string Describe((Tensor? Value, bool Stored) operand) => operand.Value is not { } value
        ? "-"
        : $"{(operand.Stored ? "stored " : "")}{value}{(value.Shape.ElementCount <= 12 ? $"={Items(value.ToDoubles())}" : "")}";

    private static string Items(object items)
    {
        IEnumerable<string?> texts = ((IEnumerable)items).Cast<object>()
            .Select(item => Convert.ToString(item, CultureInfo.InvariantCulture));
        return $"{{{string.Join(' ', texts)}}}";
    }
}
