namespace Fovea.Inference.Tests.Reference.Integers;

/// <summary>
/// Operators of a quantised network that compute with floats, or choose and move elements. Results are rounded to floats once.
/// </summary>
internal static class RealOperators
{
    /// <summary>The first output of a node.</summary>
    public static TypedArray Compute(IntegerRun run, NetworkNode node)
    {
        TypedArray x = run.Value(node.Inputs[0]);
        NdArray array = x.Array;
        return x with
        {
            Array = node.Operation switch
            {
                "Add" => Add(array, run.Array(node, 1)),
                "Mul" => Multiply(array, run.Array(node, 1)),
                "Identity" => array,
                "Relu" => array.Select(v => Math.Max(v, 0)),
                "Clip" => array.Select(v => Math.Min(
                    Math.Max(v, run.ArrayOrNull(node, 1)?.Values[0] ?? v), run.ArrayOrNull(node, 2)?.Values[0] ?? double.MaxValue)),
                "LeakyRelu" => LeakyRelu(array, node.Float("alpha", 0.01f)),
                "Sigmoid" => Sigmoid(array),
                "Softmax" => Softmax(array, node, run.Network.Opset),
                "MaxPool" => ReferencePool.Max(array, PoolWindow(node, array)),
                "Concat" => ReferenceMovement.Concat((int)node.Int("axis", 1), [.. node.Inputs.Select(i => run.Value(i).Array)]),
                "Transpose" => ReferenceMovement.Transpose(array, [.. node.Ints("perm")!.Select(axis => (int)axis)]),
                "Reshape" => Reshape(array, run.Array(node, 1)),
                "Flatten" => array.Reshape(array.Shape[0], array.Values.Length / array.Shape[0]),
                "Resize" => Resize(array, run, node),
                _ => throw node.Unsupported("it is no operator of integers, and not between them"),
            },
        };
    }

    public static NdArray Add(NdArray a, NdArray b) => ReferenceElementwise.Binary(a, b, (x, y) => (float)x + (float)y);

    public static NdArray Multiply(NdArray a, NdArray b) => ReferenceElementwise.Binary(a, b, (x, y) => (float)x * (float)y);

    public static NdArray LeakyRelu(NdArray x, float alpha) => x.Select(v => v < 0 ? (float)v * alpha : v);

    public static NdArray Sigmoid(NdArray x) => x.Select(v => (float)(1 / (1 + Math.Exp(-v))));

    public static NdArray Softmax(NdArray x, NetworkNode node, long opset) => (opset >= 13
        ? ReferenceSoftmax.AlongAxis(x, (int)node.Int("axis", -1))
        : ReferenceSoftmax.Flattened(x, (int)node.Int("axis", 1))).Select(v => (float)v);

    /// <summary>The window of a pool: the node's, or the whole image.</summary>
    public static SlidingWindow PoolWindow(NetworkNode node, NdArray x) => node.Window([.. x.Shape.Dimensions[2..]]);

    /// <summary>To UInt8, with the scale and the zero point that hold the range of the numbers and 0.</summary>
    public static TypedArray[] DynamicQuantize(NdArray x)
    {
        float least = Math.Min(0, (float)x.Values.Min()), largest = Math.Max(0, (float)x.Values.Max());
        float scale = largest == least ? 1 : (largest - least) / byte.MaxValue;
        double zero = Math.Round(Math.Clamp((double)(-least / scale), 0, byte.MaxValue), MidpointRounding.ToEven);
        return
        [
            new Quantizer(scale, zero, ElementType.UInt8).Of(x), TypedArray.Floats(new NdArray(Shape.Scalar, [scale])),
            new TypedArray(new NdArray(Shape.Scalar, [zero]), ElementType.UInt8),
        ];
    }

    // 0 keeps an extent, -1 takes what is left.
    private static NdArray Reshape(NdArray x, NdArray shape)
    {
        long[] extents = [.. shape.Values.Select((extent, axis) => extent == 0 ? x.Shape[axis] : (long)extent)];
        long known = extents.Where(extent => extent >= 0).Aggregate(1L, (a, b) => a * b);
        return x.Reshape([.. extents.Select(extent => extent < 0 ? x.Values.Length / known : extent)]);
    }

    private static NdArray Resize(NdArray x, IntegerRun run, NetworkNode node) => new ReferenceResize
    {
        Mode = node.Text("mode", "nearest"),
        Transform = node.Text("coordinate_transformation_mode", "half_pixel"),
    }.BySizes(x, [.. run.Array(node, 3).Values.Select(size => (long)size)]).Select(v => (float)v);
}
