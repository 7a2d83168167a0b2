using System.Runtime.InteropServices;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Tensors;
using Fovea.Inference.Tests.Support;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Tests.Weights;

/// <summary>
/// Weights that are scaled when read, in chunks of any size, equal weights that are scaled one by one in double precision.
/// </summary>
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
        var constant = new Value("w")
        {
            Type = ElementType.Float32,
            Shape = SymbolicShape.Of(weights.Shape),
            Constant = new MemoryConstant(weights),
        };
        var node = new Node(op, null, NodeAttributes.None.With("group", (long)groups), [new Value("x"), constant], [new Value("y")], 13);
        long channels = operation == "Conv" ? extents[0] : extents[1] * groups;
        double[] scale = [.. Enumerable.Range(0, (int)channels).Select(i => 1 + (i / 7.0))];
        float[] expected = weights.Span<float>().ToArray();
        for (int i = 0; i < expected.Length; i++)
            expected[i] = (float)(expected[i] * scale[Channel(operation, groups, extents, i)]);

        var scaled = new ScaledWeights(constant.Constant, new Numbers(scale), op.ScaleFolding(node)!.Layout);
        Assert.Null(scaled.InMemory);
        Assert.Equal(expected, scaled.ReadAll().Span<float>().ToArray());
        foreach (int piece in new[] { 1, 5, 16, 50 })
        {
            float[] read = new float[expected.Length];
            for (int start = 0; start < read.Length; start += piece)
                scaled.Read(start * sizeof(float), MemoryMarshal.AsBytes(read.AsSpan(start, Math.Min(piece, read.Length - start))));
            Assert.Equal(expected, read);
        }
    }

    [Fact]
    public void A_bias_is_multiplied_and_shifted_in_double_precision()
    {
        float[] bias = new TensorRandom(1).Floats(300).Span<float>().ToArray();
        double[] factors = [.. bias.Select(b => (b / 3.0) + 1)], shifts = [.. bias.Select(b => b * 7.1)];
        MemoryConstant held = MemoryConstant.From<float>(new Shape(300), bias);
        Check(held, factors, shifts, i => (float)((bias[i] * factors[i]) + shifts[i]));
        Check(held, factors, null, i => (float)(bias[i] * factors[i]));
        Check(held, null, shifts, i => (float)(bias[i] + shifts[i]));
        Check(null, factors, shifts, i => (float)shifts[i]);
        Assert.Equal(factors.Select(f => (float)f), new ChannelRow(new Numbers(factors)).ReadAll().Span<float>().ToArray());

        static void Check(ConstantData? bias, double[]? factors, double[]? shifts, Func<int, float> expected)
        {
            var scaled = new ScaledBias(
                bias, new ChannelScale(factors is null ? null : new Numbers(factors), shifts is null ? null : new Numbers(shifts)));
            float[] all = [.. Enumerable.Range(0, 300).Select(expected)];
            Assert.Equal(all, scaled.ReadAll().Span<float>().ToArray());
            float[] some = new float[7];
            scaled.Read(40 * sizeof(float), MemoryMarshal.AsBytes(some.AsSpan()));
            Assert.Equal(all[40..47], some);
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

    private sealed record Numbers(double[] Values) : ChannelValues(Values.Length)
    {
        public override bool IsPlanSpecific => false;

        public override double[] Read() => Values;
    }
}
