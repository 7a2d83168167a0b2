using System.Runtime.InteropServices;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Tests.Support;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Tests.Weights;

/// <summary>Weights that are scaled while they are read equal those that are scaled one by one in double precision, in pieces of any size.</summary>
public sealed class ScaledWeightsTests
{
    [Theory]
    [InlineData("Conv", 1, new long[] { 7, 3, 3, 3 })]
    [InlineData("Conv", 1, new long[] { 5, 67, 1, 1 })]
    [InlineData("ConvTranspose", 1, new long[] { 6, 5, 3, 2 })]
    [InlineData("ConvTranspose", 2, new long[] { 6, 5, 3, 2 })]
    [InlineData("MatMul", 1, new long[] { 9, 37 })]
    [InlineData("Gemm", 1, new long[] { 9, 37 })]
    public void Equals_scaling_one_by_one(string operation, int groups, long[] extents)
    {
        Tensor weights = new TensorRandom(1).Floats(extents);
        Operator op = OperatorTable.Find(operation)!;
        var constant = new Value("w") { Type = ElementType.Float32, Shape = SymbolicShape.Of(weights.Shape), Constant = weights };
        var node = new Node(op, null, NodeAttributes.None.With("group", (long)groups), [new Value("x"), constant], [new Value("y")], 13);
        long channels = operation == "Conv" ? extents[0] : extents[1] * groups;
        double[] scale = [.. Enumerable.Range(0, (int)channels).Select(i => 1 + (i / 7.0))];
        float[] expected = weights.Span<float>().ToArray();
        for (int i = 0; i < expected.Length; i++)
            expected[i] = (float)(expected[i] * scale[Channel(operation, groups, extents, i)]);

        Tensor scaled = ScaledWeights.Of(weights, scale, op.ScaleFolding(node)!.Layout);
        Assert.Equal(expected, scaled.Span<float>().ToArray());
        foreach (int piece in new[] { 1, 5, 16, 50 })
        {
            float[] read = new float[expected.Length];
            for (int start = 0; start < read.Length; start += piece)
                scaled.Read(start * sizeof(float), MemoryMarshal.AsBytes(read.AsSpan(start, Math.Min(piece, read.Length - start))));
            Assert.Equal(expected, read);
        }
    }

    private static long Channel(string operation, int groups, long[] extents, long i)
    {
        long inner = extents.Skip(1).Aggregate(1L, (a, b) => a * b);
        return operation switch
        {
            "Conv" => i / inner,
            "ConvTranspose" => (i / inner / (extents[0] / groups) * extents[1]) + (i % inner / (inner / extents[1])),
            _ => i % extents[1],
        };
    }
}
