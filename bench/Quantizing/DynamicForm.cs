using Fovea.Inference;
using Fovea.Inference.Onnx.Schema;

namespace Fovea.Bench.Quantizing;

/// <summary>
/// Turns Conv, Gemm and MatMul with constant weights into ConvInteger and MatMulInteger of activations that DynamicQuantizeLinear makes
/// UInt8, with the nodes around them that ONNX Runtime's quantize_dynamic writes.
/// </summary>
/// <param name="graph">The network, rewritten in place.</param>
/// <param name="unsignedWeights">Whether weights are UInt8 with a zero point; otherwise they are Int8, symmetric.</param>
/// <param name="perChannel">Whether Int8 weights of convolutions have a scale per output channel; otherwise there is one for all.</param>
internal sealed class DynamicForm(NetworkGraph graph, bool unsignedWeights, bool perChannel)
{
    private readonly Dictionary<string, string[]> _quantized = [];
    private readonly List<NodeProto> _written = [];

    /// <summary>How many nodes multiply integers now.</summary>
    public int Apply()
    {
        int count = 0;
        foreach (NodeProto node in graph.Nodes)
        {
            if (!CanQuantize(node))
            {
                _written.Add(node);
                continue;
            }

            Quantize(node);
            count++;
        }

        graph.Replace(_written);
        return count;
    }

    private bool CanQuantize(NodeProto node) => node.OpType is "Conv" or "Gemm" or "MatMul" && node.Domain.Length == 0
        && graph.Floats(node.Input[1]) is { Length: > 0 } && !graph.IsConstant(node.Input[0])
        && (node.OpType == "MatMul"
            || (node.OpType == "Conv" || Gemms.IsPlain(node)) && (node.In(2).Length == 0 || graph.Floats(node.In(2)) is not null));

    private void Quantize(NodeProto node)
    {
        string result = node.Output[0];
        string[] input = Activation(node.Input[0]);
        string[] weights = Weights(node);
        NodeProto product = Nodes.New(
            node.OpType == "Conv" ? "ConvInteger" : "MatMulInteger", graph.NewName($"{result}_integers"),
            input[0], weights[0], input[2], weights[2]);
        if (node.OpType == "Conv")
            product.Attribute.AddRange(node.Attribute);
        product.Name = node.Name;
        _written.Add(product);
        string sums = Add(Nodes.New("Cast", graph.NewName($"{result}_sums"), product.Output[0]).With("to", (long)ElementType.Float32));
        string scale = Add(Nodes.New("Mul", graph.NewName($"{result}_scale"), input[1], weights[1]));
        string bias = node.OpType == "MatMul" ? "" : node.In(2);
        string real = bias.Length == 0 ? result : graph.NewName($"{result}_products");
        Add(Nodes.New("Mul", real, sums, scale));
        if (bias.Length > 0)
            Add(Nodes.New("Add", result, real, node.OpType == "Conv" ? ChannelRow(bias, graph.Extents(node.Input[1]).Length) : bias));
    }

    private string Add(NodeProto node)
    {
        _written.Add(node);
        return node.Output[0];
    }

    // The integers, their scale and their zero point: once for all readers.
    private string[] Activation(string name)
    {
        if (_quantized.TryGetValue(name, out string[]? known))
            return known;
        string[] outputs =
            [graph.NewName($"{name}_quantized"), graph.NewName($"{name}_scale"), graph.NewName($"{name}_zero_point")];
        NodeProto node = Nodes.New("DynamicQuantizeLinear", outputs[0], name);
        node.Output.AddRange(outputs[1..]);
        Add(node);
        return _quantized[name] = outputs;
    }

    // The integers, their scale and their zero point.
    private string[] Weights(NodeProto node)
    {
        string name = node.Input[1];
        float[] values = graph.Floats(name)!;
        long[] extents = graph.Extents(name);
        if (node.Int("transB", 0) != 0)
        {
            values = Gemms.Transposed(values, extents);
            extents = [extents[1], extents[0]];
        }

        string integers = $"{name}_quantized", scale = $"{name}_scale", zero = $"{name}_zero_point";
        if (unsignedWeights)
        {
            ByteScale bytes = ByteScale.Of(new ValueRange(values.Min(), values.Max()));
            return
            [
                graph.AddConstant<byte>(integers, ElementType.UInt8, extents, Array.ConvertAll(values, bytes.Quantize)),
                graph.AddConstant<float>(scale, ElementType.Float32, [], [bytes.Scale]),
                graph.AddConstant<byte>(zero, ElementType.UInt8, [], [bytes.Zero]),
            ];
        }

        int scales = perChannel && node.OpType == "Conv" ? (int)extents[0] : 1;
        var signed = SignedWeights.Of(values, scales, bias: null, inputScale: 1);
        long[] shape = scales == 1 ? [] : ChannelShape(scales, extents.Length);
        return
        [
            graph.AddConstant<sbyte>(integers, ElementType.Int8, extents, signed.Values),
            graph.AddConstant<float>(scale, ElementType.Float32, shape, signed.Scales),
            graph.AddConstant<sbyte>(zero, ElementType.Int8, [], [0]),
        ];
    }

    // The bias as it is added to [N,C,H,W].
    private string ChannelRow(string name, int rank)
    {
        float[] values = graph.Floats(name)!;
        return graph.AddConstant<float>($"{name}_row", ElementType.Float32, ChannelShape(values.Length, rank), values);
    }

    // [1,C,1,1]
    private static long[] ChannelShape(int channels, int rank) => [1, channels, .. Enumerable.Repeat(1L, rank - 2)];
}
