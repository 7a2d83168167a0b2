using System.Runtime.InteropServices;
using Fovea.Inference.Onnx.Schema;
using Google.Protobuf;

namespace Fovea.Inference.Tests.Support;

/// <summary>
/// Fills a topology (a network whose weights are ConstantOfShape nodes) with seeded random weights whose scales keep activations
/// in range: He-normal for convolutions, 1/sqrt(fan-in) for matrix products, near one for scales and variances, small elsewhere.
/// </summary>
internal static class RandomWeights
{
    /// <summary>The topology with each ConstantOfShape weight as an initialiser.</summary>
    public static byte[] Fill(byte[] topology, int seed = 1)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(topology);
        GraphProto graph = model.Graph;
        var shapes = graph.Initializer.Where(i => i.DataType == (int)ElementType.Int64).ToDictionary(i => i.Name, Int64s);
        Dictionary<string, (NodeProto Node, int Position)> users = FirstUsers(graph);
        var random = new Random(seed);
        var filled = new List<TensorProto>();
        var spent = new HashSet<string>();
        foreach (NodeProto node in graph.Node.Where(n => n.OpType == "ConstantOfShape" && shapes.ContainsKey(n.Input[0])).ToArray())
        {
            long[] shape = shapes[node.Input[0]];
            filled.Add(Draw(random, node.Output[0], shape, Consumer(users, node.Output[0])));
            spent.Add(node.Input[0]);
            graph.Node.Remove(node);
        }

        Remove(graph.Initializer, i => spent.Contains(i.Name));
        Remove(graph.Input, i => spent.Contains(i.Name));
        graph.Initializer.AddRange(filled);
        model.IrVersion = Math.Max(model.IrVersion, 4);
        return model.ToByteArray();
    }

    private static TensorProto Draw(Random random, string name, long[] shape, (string Operator, int Position) consumer)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        switch (consumer)
        {
            case ("Conv" or "ConvTranspose", 1):
                Normal(random, values, Math.Sqrt(2.0 / Math.Max(1, shape.Skip(1).Aggregate(1L, (a, b) => a * b))));
                break;
            case ("Gemm", 1):
                Normal(random, values, Math.Sqrt(1.0 / shape[^1]));
                break;
            case ("MatMul", 1):
                Normal(random, values, Math.Sqrt(1.0 / shape[0]));
                break;
            case ("BatchNormalization", 1):
                Uniform(random, values, 0.6, 1.0);
                break;
            case ("BatchNormalization", 4):
                Uniform(random, values, 0.8, 1.6);
                break;
            case ("Mul", _):
                Uniform(random, values, 0.7, 1.0);
                break;
            default:
                Normal(random, values, 0.05);
                break;
        }

        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)ElementType.Float32,
            RawData = UnsafeByteOperations.UnsafeWrap(MemoryMarshal.AsBytes(values.AsSpan()).ToArray()),
        };
        tensor.Dims.AddRange(shape);
        return tensor;
    }

    /// <summary>Gaussian values by Marsaglia's polar method (1964), two at a time.</summary>
    private static void Normal(Random random, Span<float> values, double deviation)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            double x, y, square;
            do
            {
                x = 2 * random.NextDouble() - 1;
                y = 2 * random.NextDouble() - 1;
                square = x * x + y * y;
            }
            while (square is >= 1 or 0);
            double factor = deviation * Math.Sqrt(-2 * Math.Log(square) / square);
            values[i] = (float)(x * factor);
            if (i + 1 < values.Length)
                values[i + 1] = (float)(y * factor);
        }
    }

    private static void Uniform(Random random, Span<float> values, double low, double high)
    {
        foreach (ref float value in values)
            value = (float)(low + (high - low) * random.NextDouble());
    }

    private static Dictionary<string, (NodeProto Node, int Position)> FirstUsers(GraphProto graph)
    {
        var users = new Dictionary<string, (NodeProto, int)>();
        foreach (NodeProto node in graph.Node)
        {
            for (int position = 0; position < node.Input.Count; position++)
                users.TryAdd(node.Input[position], (node, position));
        }

        return users;
    }

    /// <summary>Who reads a weight, and as which operand, seen through nodes that only rename or reshape.</summary>
    private static (string Operator, int Position) Consumer(Dictionary<string, (NodeProto Node, int Position)> users, string value)
    {
        while (users.TryGetValue(value, out (NodeProto Node, int Position) user))
        {
            if (user.Node.OpType is not ("Identity" or "Unsqueeze" or "Transpose" or "Reshape"))
                return (user.Node.OpType, user.Position);
            value = user.Node.Output[0];
        }

        return ("", 0);
    }

    private static long[] Int64s(TensorProto tensor) => tensor.Int64Data.Count > 0
        ? [.. tensor.Int64Data]
        : MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray();

    private static void Remove<T>(Google.Protobuf.Collections.RepeatedField<T> list, Func<T, bool> condition)
    {
        T[] kept = [.. list.Where(item => !condition(item))];
        list.Clear();
        list.AddRange(kept);
    }
}
