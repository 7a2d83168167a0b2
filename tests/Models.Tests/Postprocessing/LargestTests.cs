using CsCheck;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tests.Postprocessing;

public sealed class LargestTests
{
    private static readonly Gen<float> Values = Gen.OneOf(
        Gen.Int[-3, 3].Select(i => (float)i), Gen.Float, Gen.Const(float.NaN), Gen.Const(-0f), Gen.Const(0f),
        Gen.Const(float.PositiveInfinity), Gen.Const(float.NegativeInfinity));

    [Fact]
    public void They_are_those_of_a_stable_sort() =>
        Gen.Select(Values.Array[0, 60], Gen.Int[0, 70]).Sample((values, count) =>
            Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).Take(count)
                .SequenceEqual(Largest.Of<float>(values, count)));

    [Fact]
    public void Only_the_chosen_ones_take_memory()
    {
        float[] values = [.. Enumerable.Range(0, 10_000_000).Select(i => (float)(i % 999_983))];
        Largest.Of<float>([1, 2], 1);
        long before = GC.GetAllocatedBytesForCurrentThread();

        int[] largest = Largest.Of<float>(values, 3);

        Assert.Equal([999_982, 1_999_965, 2_999_948], largest);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }
}
