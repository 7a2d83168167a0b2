using Fovea.Inference.Graphs;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Operators;
using Fovea.Inference.Tests.Support;
using Google.Protobuf;
using static Fovea.Inference.Onnx.Schema.AttributeProto.Types;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>
/// Changes a model in one place at a time, to something that still parses: what is left is for the engine to refuse, or to compute.
/// </summary>
/// <param name="random">Decides what changes.</param>
/// <param name="seed">The seed of new tensors.</param>
internal sealed class ModelMutator(Random random, int seed)
{
    private readonly Random _random = random;
    private readonly TensorRandom _tensors = new(seed);

    /// <summary>The same seed gives the same models everywhere.</summary>
    public ModelMutator(int seed) : this(new Random(seed), seed)
    {
    }

    public byte[] Mutate(byte[] bytes) => Mutate(bytes, _random.Next(1, 5));

    public byte[] Mutate(byte[] bytes, int changes)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(bytes);
        for (int count = changes; count > 0; count--)
            Change(model);
        return model.ToByteArray();
    }

    private void Change(ModelProto model)
    {
        GraphProto graph = model.Graph;
        switch (_random.Next(16))
        {
            case 0 or 1 or 2 or 3 when graph.Node.Count > 0:
                ChangeAttribute(Any(graph.Node));
                break;
            case 4 or 5 when graph.Input.Count > 0:
                ChangeInput(Any(graph.Input));
                break;
            case 6 or 7 or 8 when graph.Initializer.Count > 0:
                ChangeTensor(Any(graph.Initializer));
                break;
            case 9 or 10 when graph.Node.Count > 0:
                ChangeOperands(graph, Any(graph.Node));
                break;
            case 11 when graph.Node.Count > 0:
                Any(graph.Node).OpType = Any(OperatorTable.All).Name;
                break;
            case 12:
                model.OpsetImport[0].Version = _random.Next(20) == 0 ? Number() : _random.Next(6, 29);
                break;
            case 13 when graph.Output.Count > 0:
                Any(graph.Output).Name = AnyName(graph);
                break;
            case 14 when graph.Initializer.Count > 0:
                TurnIntoInput(graph, Any(graph.Initializer));
                break;
            case 15 when graph.Input.Count > 0:
                TurnIntoInitializer(graph, Any(graph.Input));
                break;
        }
    }

    private void ChangeAttribute(NodeProto node)
    {
        if (node.Attribute.Count == 0 || _random.Next(4) == 0)
        {
            node.Attribute.Add(OnnxAttributes.Write(Any(MutationValues.AttributeNames), AnyValue()));
            return;
        }

        AttributeProto attribute = Any(node.Attribute);
        switch (_random.Next(8))
        {
            case 0:
                node.Attribute.Remove(attribute);
                break;
            case 1:
                attribute.Name = Any(MutationValues.AttributeNames);
                break;
            case 2:
                node.Attribute.Remove(attribute);
                node.Attribute.Add(OnnxAttributes.Write(attribute.Name, AnyValue()));
                break;
            case 3 when attribute.Ints.Count > 0:
                attribute.Ints.RemoveAt(_random.Next(attribute.Ints.Count));
                break;
            case 4 when attribute.Type == AttributeType.Ints:
                attribute.Ints.Insert(_random.Next(attribute.Ints.Count + 1), Number());
                break;
            case 5 when attribute.T is not null:
                ChangeTensor(attribute.T);
                break;
            default:
                attribute.I = Number();
                attribute.F = Float();
                attribute.S = ByteString.CopyFromUtf8(Any(MutationValues.Texts));
                if (attribute.Ints.Count > 0)
                    attribute.Ints[_random.Next(attribute.Ints.Count)] = Number();
                break;
        }
    }

    private void ChangeInput(ValueInfoProto input)
    {
        TypeProto.Types.Tensor type = input.Type.TensorType;
        if (_random.Next(5) == 0)
        {
            type.ElemType = _random.Next(4) == 0 ? _random.Next(-1, 32) : (int)AnyType();
            return;
        }

        if (_random.Next(30) == 0)
            type.Shape = null;
        if (type.Shape is not { } shape)
            return;
        int place = _random.Next(shape.Dim.Count + 1);
        switch (_random.Next(4))
        {
            case 0 when place < shape.Dim.Count:
                shape.Dim.RemoveAt(place);
                break;
            case 1:
                shape.Dim.Insert(place, new TensorShapeProto.Types.Dimension { DimValue = Number() });
                break;
            case 2 when place < shape.Dim.Count:
                shape.Dim[_random.Next(2) * place] = new TensorShapeProto.Types.Dimension { DimParam = _random.Next(2) == 0 ? "n" : "m" };
                break;
            case 3 when place < shape.Dim.Count:
                shape.Dim[place] = new TensorShapeProto.Types.Dimension { DimValue = Number() };
                break;
        }
    }

    // Mostly a tensor whose size is right for its new shape, type or numbers, so that the graph behind it sees it.
    private void ChangeTensor(TensorProto tensor)
    {
        long[] extents = [.. tensor.Dims];
        switch (_random.Next(6))
        {
            case 0:
                tensor.Dims.Add(Number());
                return;
            case 1 when extents.Length > 0:
                extents[_random.Next(extents.Length)] = _random.Next(12) == 0 ? Number() : _random.Next(0, 10);
                break;
            case 2 when extents.Length > 0:
                extents = [.. extents.Skip(1)];
                break;
            case 3:
                extents = [.. extents, _random.Next(0, 3)];
                break;
            case 4:
                tensor.DataType = (int)AnyType();
                break;
            default:
                SetElement(tensor);
                return;
        }

        Fill(tensor, extents);
    }

    private void Fill(TensorProto tensor, long[] extents)
    {
        tensor.Dims.Clear();
        tensor.Dims.AddRange(extents);
        if (!Enum.IsDefined((ElementType)tensor.DataType) || !Fits(extents))
            return;
        tensor.FloatData.Clear();
        tensor.Int32Data.Clear();
        tensor.Int64Data.Clear();
        tensor.DoubleData.Clear();
        tensor.RawData = ByteString.CopyFrom(_tensors.Any((ElementType)tensor.DataType, new Shape(extents), -1, 4).Bytes.Span);
    }

    private void SetElement(TensorProto tensor)
    {
        bool consistent = Enum.IsDefined((ElementType)tensor.DataType) && Fits([.. tensor.Dims])
            && Length(tensor) == new Shape([.. tensor.Dims]).ElementCount;
        if (!consistent || Length(tensor) == 0)
            return;
        Tensor value = OnnxTensors.Read(tensor);
        int place = _random.Next((int)value.Shape.ElementCount);
        switch (value.ElementType)
        {
            case ElementType.Int64:
                value.Span<long>()[place] = Number();
                break;
            case ElementType.Int32:
                value.Span<int>()[place] = unchecked((int)Number());
                break;
            case ElementType.Float32:
                value.Span<float>()[place] = Float();
                break;
            default:
                value.Bytes.Span[_random.Next(value.Bytes.Length)] = (byte)_random.Next(256);
                break;
        }

        tensor.FloatData.Clear();
        tensor.Int32Data.Clear();
        tensor.Int64Data.Clear();
        tensor.DoubleData.Clear();
        tensor.RawData = ByteString.CopyFrom(value.Bytes.Span);
    }

    private static long Length(TensorProto tensor) => tensor.RawData.Length > 0
        ? tensor.RawData.Length / ((ElementType)tensor.DataType).SizeInBytes()
        : (ElementType)tensor.DataType switch
        {
            ElementType.Float32 => tensor.FloatData.Count,
            ElementType.Float64 => tensor.DoubleData.Count,
            ElementType.Int64 => tensor.Int64Data.Count,
            _ => tensor.Int32Data.Count,
        };

    private void ChangeOperands(GraphProto graph, NodeProto node)
    {
        int place = _random.Next(node.Input.Count + 1);
        switch (_random.Next(9))
        {
            case 0 when place < node.Input.Count:
                node.Input[place] = AnyName(graph);
                break;
            case 1 when place < node.Input.Count:
                node.Input[place] = "";
                break;
            case 2 when place < node.Input.Count:
                node.Input.RemoveAt(place);
                break;
            case 3:
                node.Input.Insert(place, AnyName(graph));
                break;
            case 4:
                node.Output.Add($"extra{_random.Next(3)}");
                break;
            case 5 when node.Output.Count > 1:
                node.Output[_random.Next(node.Output.Count)] = "";
                break;
            case 6:
                graph.Node.Insert(
                    _random.Next(graph.Node.Count + 1),
                    new NodeProto
                    {
                        OpType = Any(OperatorTable.All).Name,
                        Input = { AnyName(graph) },
                        Output = { $"extra{_random.Next(3)}" },
                    });
                break;
            case 7 or 8 when place < node.Input.Count:
                InsertBefore(graph, node, place);
                break;
        }
    }

    // A node of any operator in front of another one, which reads it.
    private void InsertBefore(GraphProto graph, NodeProto node, int place)
    {
        Operator operation = Any(OperatorTable.All);
        var inserted = new NodeProto { OpType = operation.Name, Output = { $"inserted{_random.Next(1000)}" } };
        inserted.Input.Add(node.Input[place]);
        int inputs = Math.Min(operation.Inputs.Min + _random.Next(2), operation.Inputs.Max);
        while (inserted.Input.Count < inputs)
            inserted.Input.Add(AnyName(graph));
        node.Input[place] = inserted.Output[0];
        graph.Node.Insert(graph.Node.IndexOf(node), inserted);
    }

    private static void TurnIntoInput(GraphProto graph, TensorProto tensor)
    {
        graph.Initializer.Remove(tensor);
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(tensor.Dims.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        graph.Input.Add(
            new ValueInfoProto
            {
                Name = tensor.Name,
                Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = tensor.DataType, Shape = shape } },
            });
    }

    private void TurnIntoInitializer(GraphProto graph, ValueInfoProto input)
    {
        graph.Input.Remove(input);
        var tensor = new TensorProto { Name = input.Name, DataType = input.Type.TensorType.ElemType };
        Fill(tensor, [.. (input.Type.TensorType.Shape?.Dim ?? []).Select(d => d.DimValue > 0 ? d.DimValue : 1)]);
        graph.Initializer.Add(tensor);
    }

    private object AnyValue() => _random.Next(6) switch
    {
        0 => Number(),
        1 => Float(),
        2 => Any(MutationValues.Texts),
        3 => new Tensor(AnyType(), new Shape(_random.Next(2) == 0 ? [] : [_random.Next(0, 3)])),
        4 => new[] { Float(), Float() },
        _ => Enumerable.Range(0, _random.Next(0, 6)).Select(_ => Number()).ToArray(),
    };

    private string AnyName(GraphProto graph)
    {
        string[] names =
            [.. graph.Input.Select(i => i.Name), .. graph.Initializer.Select(i => i.Name), .. graph.Node.SelectMany(n => n.Output)];
        return names.Length == 0 || _random.Next(30) == 0 ? "nothing" : names[_random.Next(names.Length)];
    }

    private long Number() => _random.Next(2) == 0 ? _random.Next(-2, 9) : Any(MutationValues.Numbers);

    private float Float() => _random.Next(8) switch
    {
        0 => float.NaN,
        1 => float.PositiveInfinity,
        2 => 0f,
        3 => -1e30f,
        _ => _random.NextSingle(),
    };

    private ElementType AnyType()
    {
        ElementType[] types = Enum.GetValues<ElementType>();
        return types[_random.Next(types.Length)];
    }

    private T Any<T>(IEnumerable<T> list) => list.ElementAt(_random.Next(list.Count()));

    private static bool Fits(long[] extents) =>
        extents.All(e => e is >= 0 and <= 4096) && extents.Aggregate(1.0, (a, b) => a * b) <= 1 << 16;
}
