using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Reference.Integers;

/// <summary>
/// Computes quantised networks as integers, node by node, in plain loops: the oracle that the engine equals bit for bit. Between
/// DequantizeLinear and QuantizeLinear, products and means are computed as integers (<see cref="IntegerIslands"/>); other operators are
/// computed with floats, each result rounded once.
/// </summary>
internal sealed class IntegerNetwork
{
    private readonly GraphProto _graph;
    private readonly Dictionary<string, NetworkNode> _producers = [];
    private readonly Dictionary<string, TypedArray> _constants;
    private readonly Dictionary<string, int> _uses = [];

    public IntegerNetwork(byte[] model)
    {
        var file = ModelProto.Parser.ParseFrom(model);
        _graph = file.Graph;
        Opset = file.OpsetImport.First(o => o.Domain is "" or "ai.onnx").Version;
        _constants = _graph.Initializer.ToDictionary(i => i.Name, i => TypedArray.Of(OnnxTensors.Read(i)));
        foreach (NodeProto node in _graph.Node)
        {
            foreach (string output in node.Output)
                _producers.Add(output, new NetworkNode(node));
        }

        foreach (string use in _graph.Node.SelectMany(n => n.Input).Concat(_graph.Output.Select(o => o.Name)))
            _uses[use] = _uses.GetValueOrDefault(use) + 1;
    }

    /// <summary>The version of ONNX's operator set.</summary>
    public long Opset { get; }

    /// <summary>The node that writes a value; null for constants and inputs.</summary>
    public NetworkNode? Producer(string value) => _producers.GetValueOrDefault(value);

    /// <summary>Whether one node reads a value, which is no output of the network.</summary>
    public bool HasOneUse(string value) => _uses.GetValueOrDefault(value) == 1;

    /// <summary>The values of these names; the outputs of the network if there are none.</summary>
    public Tensor[] Run(IReadOnlyList<Tensor> inputs, params string[] values)
    {
        var known = new Dictionary<string, TypedArray>(_constants);
        foreach ((ValueInfoProto input, Tensor tensor) in _graph.Input.Where(i => !_constants.ContainsKey(i.Name)).Zip(inputs))
            known.Add(input.Name, TypedArray.Of(tensor));
        var run = new IntegerRun(this, known);
        IEnumerable<string> names = values.Length > 0 ? values : _graph.Output.Select(o => o.Name);
        return [.. names.Select(name => run.Value(name).ToTensor())];
    }
}
