using CsCheck;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Tests.Weights;

public sealed unsafe class SplitBiasPackingTests
{
    [Fact]
    public void Both_parts_are_exact_and_together_the_bias() =>
        Gen.Int.Array[1, 40].Sample(random =>
        {
            int[] bias = [.. random, 0, 1, -1, 2047, 2048, -2048, -2049, int.MaxValue, int.MinValue];
            float[] low = Pack(bias, isHigh: false), high = Pack(bias, isHigh: true);
            for (int i = 0; i < bias.Length; i++)
            {
                Assert.InRange(low[i], -SplitBiasPacking.MostLow, SplitBiasPacking.MostLow);
                Assert.Equal(0, (long)high[i] % 4096);
                Assert.Equal(bias[i], (long)low[i] + (long)high[i]);
            }

            Assert.All(low.Skip(bias.Length).Concat(high.Skip(bias.Length)), value => Assert.Equal(0, value));
        });

    private static float[] Pack(int[] bias, bool isHigh)
    {
        var packing = new SplitBiasPacking(bias.Length, bias.Length + 3, isHigh);
        float[] row = new float[packing.Elements];
        fixed (int* source = bias)
        fixed (float* target = row)
            packing.Pack(new PackingSource(source, ElementType.Int32), 0, target);
        return row;
    }
}
