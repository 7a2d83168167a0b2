using Fovea.Inference;
using Fovea.Inference.Onnx.Schema;

namespace Fovea.Bench.Quantizing;

/// <summary>
/// Puts QuantizeLinear and DequantizeLinear around the nodes that can compute with integers. Activations are UInt8 with one scale and a
/// zero point, weights Int8 symmetric with a scale per output channel (one for Gemm and MatMul), biases Int32.
/// </summary>
/// <param name="graph">The network, rewritten in place.</param>
/// <param name="ranges">The range of each activation.</param>
internal sealed class QdqForm(NetworkGraph graph, IReadOnlyDictionary<string, ValueRange> ranges)
{
    private static readonly HashSet<string> Computing =
        ["Add", "AveragePool", "Clip", "Concat", "Conv", "Gemm", "GlobalAveragePool", "MatMul", "Mul", "Relu"];

    /// <summary>Operators whose results are elements of the operand, so that both have one scale.</summary>
    private static readonly HashSet<string> Moving =
        ["Flatten", "Identity", "MaxPool", "Reshape", "Squeeze", "Transpose", "Unsqueeze"];

    private readonly Dictionary<string, string> _dequantized = [];
    private readonly Dictionary<string, Operands> _operands = [];
    private readonly List<NodeProto> _written = [];

    /// <summary>The names of a scale and a zero point, and what they say.</summary>
    private sealed record Operands(string Scale, string Zero, ByteScale Value);

    /// <summary>How many nodes stand between integers now.</summary>
    public int Apply()
    {
        foreach (NodeProto node in graph.Nodes.ToArray())
            Absorb(node);
        int count = 0;
        foreach (NodeProto node in graph.Nodes.ToArray())
        {
            bool moves = Moving.Contains(node.OpType) && node.Output.Count == 1 && _dequantized.ContainsKey(node.Input[0]);
            bool quantizes = moves || CanQuantize(node);
            if (quantizes)
            {
                count++;
                QuantizeInputs(node);
            }

            for (int i = 0; i < node.Input.Count; i++)
                node.Input[i] = _dequantized.GetValueOrDefault(node.Input[i], node.Input[i]);
            _written.Add(node);
            if (quantizes)
                QuantizeOutput(node, moves ? OperandsOfDequantized(node.Input[0]) : null);
        }

        graph.Replace(_written);
        return count;
    }

    // A Relu or Clip that only cuts off what the integers cannot say either is left out: the integers saturate.
    private void Absorb(NodeProto node)
    {
        if (!IsActivation(node) || graph.Producer(node.Input[0]) is not { } producer || graph.OnlyReader(node.Input[0]) != node
            || !Computing.Contains(producer.OpType) || producer.OpType == "Clip" || !CanQuantize(producer)
            || !ranges.ContainsKey(node.Output[0]))
            return;
        producer.Output[0] = node.Output[0];
        graph.Nodes.Remove(node);
    }

    private bool IsActivation(NodeProto node) => node.OpType switch
    {
        "Relu" => true,
        "Clip" => Bound(node.In(1), float.MinValue) <= 0 && Bound(node.In(2), float.MaxValue) >= 0,
        _ => false,
    };

    // NaN, which no comparison finds, where the bound is computed.
    private float Bound(string name, float otherwise) =>
        name.Length == 0 ? otherwise : graph.Floats(name) is [float bound] ? bound : float.NaN;

    private bool CanQuantize(NodeProto node)
    {
        if (!Computing.Contains(node.OpType) && node.OpType != "MaxPool" || node.Domain.Length > 0
            || node.Output.Count != 1 || !ranges.ContainsKey(node.Output[0]))
            return false;
        return node.OpType switch
        {
            "Conv" => ranges.ContainsKey(node.Input[0]) && graph.Floats(node.Input[1]) is not null && HasConstantBias(node),
            "Gemm" => Gemms.IsPlain(node) && ranges.ContainsKey(node.Input[0]) && graph.Floats(node.Input[1]) is not null
                && HasConstantBias(node),
            "Clip" or "Relu" or "MaxPool" => ranges.ContainsKey(node.Input[0]),
            _ => node.Input.All(i => ranges.ContainsKey(i) || graph.Floats(i) is not null),
        };
    }

    private bool HasConstantBias(NodeProto node) =>
        node.In(2).Length == 0 || graph.Floats(node.In(2)) is not null && graph.Extents(node.In(2)).Length == 1;

    private void QuantizeInputs(NodeProto node)
    {
        switch (node.OpType)
        {
            case "Conv" or "Gemm":
                QuantizeActivation(node.Input[0]);
                QuantizeWeights(node);
                break;
            case "MatMul" when graph.Floats(node.Input[1]) is not null && ranges.ContainsKey(node.Input[0]):
                QuantizeActivation(node.Input[0]);
                QuantizeWeights(node);
                break;
            case "Clip" or "MaxPool" or "Relu" or "Flatten" or "Identity" or "Reshape" or "Squeeze" or "Transpose" or "Unsqueeze":
                QuantizeActivation(node.Input[0]);
                break;
            default:
                foreach (string input in node.Input.Distinct().ToArray())
                    QuantizeActivation(input);
                break;
        }
    }

    // What the network is given, what nodes of floats compute, and constants become integers in front of their first reader.
    private void QuantizeActivation(string name)
    {
        if (_dequantized.ContainsKey(name))
            return;
        if (graph.Floats(name) is not { } constant)
        {
            Write(name, name, graph.NewName($"{name}_dequantized"), NewOperands(name, ByteScale.Of(ranges[name])));
            return;
        }

        ByteScale scale = constant.Length == 0 ? new ByteScale(1, 0) : ByteScale.Of(new ValueRange(constant.Min(), constant.Max()));
        Operands operands = NewOperands(name, scale);
        string integers = graph.AddConstant<byte>(
            $"{name}_quantized", ElementType.UInt8, graph.Extents(name), Array.ConvertAll(constant, scale.Quantize));
        _dequantized[name] = graph.NewName($"{name}_dequantized");
        _written.Add(Nodes.New("DequantizeLinear", _dequantized[name], integers, operands.Scale, operands.Zero));
    }

    private void QuantizeOutput(NodeProto node, Operands? shared)
    {
        string name = node.Output[0];
        Operands operands = shared ?? (node.OpType == "MaxPool"
            ? OperandsOfDequantized(node.Input[0])
            : NewOperands(name, ByteScale.Of(ranges[name])));
        // The network's outputs keep their names.
        bool isOutput = graph.IsOutput(name);
        if (isOutput)
            node.Output[0] = graph.NewName($"{name}_real");
        Write(name, node.Output[0], isOutput ? name : graph.NewName($"{name}_dequantized"), operands);
    }

    private void Write(string name, string real, string dequantized, Operands operands)
    {
        string integers = graph.NewName($"{name}_quantized");
        _dequantized[name] = dequantized;
        _operands[dequantized] = operands;
        _written.Add(Nodes.New("QuantizeLinear", integers, real, operands.Scale, operands.Zero));
        _written.Add(Nodes.New("DequantizeLinear", dequantized, integers, operands.Scale, operands.Zero));
    }

    private Operands OperandsOfDequantized(string name) => _operands[name];

    private Operands NewOperands(string name, ByteScale scale) => new(
        graph.AddConstant<float>($"{name}_scale", ElementType.Float32, [], [scale.Scale]),
        graph.AddConstant<byte>($"{name}_zero_point", ElementType.UInt8, [], [scale.Zero]), scale);

    private void QuantizeWeights(NodeProto node)
    {
        float input = _operands[_dequantized[node.Input[0]]].Value.Scale;
        string name = node.Input[1];
        long[] extents = graph.Extents(name);
        float[]? bias = node.In(2).Length > 0 ? graph.Floats(node.In(2)) : null;
        bool perChannel = node.OpType == "Conv";
        int scales = perChannel ? (int)extents[0] : 1;
        var weights = SignedWeights.Of(graph.Floats(name)!, scales, bias, input);
        ReadOnlySpan<long> shape = perChannel ? [scales] : [];
        string integers = graph.AddConstant<sbyte>($"{name}_quantized", ElementType.Int8, extents, weights.Values);
        string scale = graph.AddConstant<float>($"{name}_scale", ElementType.Float32, shape, weights.Scales);
        string zero = graph.AddConstant<sbyte>($"{name}_zero_point", ElementType.Int8, shape, new sbyte[scales]);
        node.Input[1] = Dequantized(name, perChannel, integers, scale, zero);
        if (bias is null)
            return;
        name = node.In(2);
        float[] biasScales = [.. Enumerable.Range(0, scales).Select(i => weights.BiasScale(i, input))];
        node.Input[2] = Dequantized(
            name, perChannel,
            graph.AddConstant<int>($"{name}_quantized", ElementType.Int32, [bias.Length], weights.Bias(bias, input)),
            graph.AddConstant<float>($"{name}_scale", ElementType.Float32, shape, biasScales),
            graph.AddConstant<int>($"{name}_zero_point", ElementType.Int32, shape, new int[scales]));
    }

    private string Dequantized(string name, bool perChannel, string integers, string scale, string zero)
    {
        NodeProto node = Nodes.New("DequantizeLinear", graph.NewName($"{name}_dequantized"), integers, scale, zero);
        _written.Add(perChannel ? node.With("axis", 0) : node);
        return node.Output[0];
    }
}
