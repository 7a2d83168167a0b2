using System.Runtime.InteropServices;
using Fovea.Inference;
using Fovea.Inference.Onnx.Schema;
using Google.Protobuf;

namespace Fovea.Bench.Quantizing;

/// <summary>A network's file while it is rewritten: its nodes in order, its constants by name, and who reads what.</summary>
internal sealed class NetworkGraph
{
    private readonly ModelProto _model;
    private readonly Dictionary<string, TensorProto> _constants = [];
    private readonly HashSet<string> _names = [];

    /// <exception cref="NotSupportedException">The network has a form that is not read.</exception>
    public NetworkGraph(ModelProto model)
    {
        _model = model;
        GraphProto graph = model.Graph;
        if (model.Functions.Count > 0)
            throw new NotSupportedException("it has functions of its own; expected a graph of operators alone.");
        foreach (NodeProto node in graph.Node)
        {
            if (node.Attribute.Any(a => a.G is not null || a.Graphs().Any()))
                throw new NotSupportedException($"node '{node.Name}' ({node.OpType}) has a graph of its own; expected none.");
            if (node.OpType == "Constant" && node.Attribute.FirstOrDefault(a => a.Name == "value") is { T: { } value })
            {
                TensorProto constant = value.Clone();
                constant.Name = node.Output[0];
                graph.Initializer.Add(constant);
            }
            else
            {
                Nodes.Add(node);
            }
        }

        foreach (TensorProto constant in graph.Initializer)
        {
            if (constant.DataLocation == TensorProto.Types.DataLocation.External)
                throw new NotSupportedException("its weights are in another file; expected one file with everything.");
            _constants[constant.Name] = constant;
        }

        _names.UnionWith(_constants.Keys.Concat(graph.Input.Select(i => i.Name)).Concat(Nodes.SelectMany(n => n.Output)));
    }

    /// <summary>The nodes in order.</summary>
    public List<NodeProto> Nodes { get; private set; } = [];

    /// <summary>The version of ONNX's operator set.</summary>
    public long Opset
    {
        get => Standard.Version;
        set => Standard.Version = value;
    }

    private OperatorSetIdProto Standard => _model.OpsetImport.First(o => o.Domain is "" or "ai.onnx");

    public bool IsOutput(string name) => _model.Graph.Output.Any(o => o.Name == name);

    public bool IsConstant(string name) => _constants.ContainsKey(name);

    public NodeProto? Producer(string name) => Nodes.FirstOrDefault(n => n.Output.Contains(name));

    public IEnumerable<NodeProto> Readers(string name) => Nodes.Where(n => n.Input.Contains(name));

    /// <summary>The only node that reads a value; null if others do, or if it is an output of the network.</summary>
    public NodeProto? OnlyReader(string name) =>
        !IsOutput(name) && Nodes.Sum(n => n.Input.Count(i => i == name)) == 1 ? Readers(name).First() : null;

    /// <summary>The extents of a constant.</summary>
    public long[] Extents(string name) => [.. _constants[name].Dims];

    /// <summary>The elements of a constant of float32; null if the value is none.</summary>
    public float[]? Floats(string name)
    {
        if (!_constants.TryGetValue(name, out TensorProto? constant) || constant.DataType != (int)ElementType.Float32)
            return null;
        return constant.FloatData.Count > 0 ? [.. constant.FloatData] : MemoryMarshal.Cast<byte, float>(constant.RawData.Span).ToArray();
    }

    /// <summary>The elements of a constant of int64; null if the value is none.</summary>
    public long[]? Integers(string name)
    {
        if (!_constants.TryGetValue(name, out TensorProto? constant) || constant.DataType != (int)ElementType.Int64)
            return null;
        return constant.Int64Data.Count > 0 ? [.. constant.Int64Data] : MemoryMarshal.Cast<byte, long>(constant.RawData.Span).ToArray();
    }

    /// <summary>Adds a constant under a name that no value has yet, which is returned.</summary>
    public string AddConstant<T>(string name, ElementType type, ReadOnlySpan<long> extents, ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        var constant = new TensorProto
        {
            Name = NewName(name),
            DataType = (int)type,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(elements)),
        };
        constant.Dims.AddRange(extents.ToArray());
        _constants[constant.Name] = constant;
        return constant.Name;
    }

    /// <summary>A name that no value has yet; it is taken from now on.</summary>
    public string NewName(string wanted)
    {
        string name = wanted;
        for (int i = 2; !_names.Add(name); i++)
            name = $"{wanted}_{i}";
        return name;
    }

    /// <summary>Lets the readers of a value read another one.</summary>
    public void Rename(string from, string to)
    {
        foreach (NodeProto node in Nodes)
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                if (node.Input[i] == from)
                    node.Input[i] = to;
            }
        }
    }

    /// <summary>Puts other nodes into the place of all.</summary>
    public void Replace(IEnumerable<NodeProto> nodes) => Nodes = [.. nodes];

    /// <summary>The file, without the constants that nobody reads.</summary>
    public byte[] ToBytes()
    {
        ModelProto written = _model.Clone();
        GraphProto graph = written.Graph;
        HashSet<string> read = [.. Nodes.SelectMany(n => n.Input), .. graph.Output.Select(o => o.Name)];
        ValueInfoProto[] inputs = [.. graph.Input.Where(i => !_constants.ContainsKey(i.Name))];
        graph.Input.Clear();
        graph.Input.AddRange(inputs);
        graph.ValueInfo.Clear();
        graph.Node.Clear();
        graph.Node.AddRange(Nodes);
        graph.Initializer.Clear();
        graph.Initializer.AddRange(_constants.Values.Where(c => read.Contains(c.Name)));
        written.IrVersion = Math.Max(written.IrVersion, IrVersion);
        written.ProducerName = "fovea";
        written.ProducerVersion = "";
        return written.ToByteArray();
    }

    /// <summary>That of operator set 13; below 4 every constant would have to be an input too.</summary>
    private const long IrVersion = 7;
}
