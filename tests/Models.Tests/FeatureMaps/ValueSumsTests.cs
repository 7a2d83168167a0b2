using CsCheck;
using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class ValueSumsTests
{
    private static readonly Gen<float> Value = Gen.Frequency(
        (8, Gen.Float[-1e6f, 1e6f]),
        (2, Gen.Const(0f)),
        (1, Gen.OneOf(
            Gen.Const(-0f), Gen.Const(float.NaN), Gen.Const(float.PositiveInfinity), Gen.Const(float.NegativeInfinity),
            Gen.Const(float.MaxValue), Gen.Const(float.Epsilon))));

    [Fact]
    public void Sums_are_those_of_one_value_after_the_other() => Value.Array[0, 70].Sample(values =>
    {
        float[] finite = [.. values.Where(float.IsFinite)];
        var sums = ValueSums.Of(values);

        Assert.Equal((values.Length, finite.Length, finite.Count(v => v == 0)), (sums.Count, sums.Finite, sums.Zeros));
        Assert.Equal(finite.Append(float.PositiveInfinity).Min(), sums.Min);
        Assert.Equal(finite.Append(float.NegativeInfinity).Max(), sums.Max);
        double magnitudes = finite.Sum(v => (double)Math.Abs(v));
        Assert.Equal(finite.Sum(v => (double)v), sums.Sum, 1e-12 * magnitudes);
        Assert.Equal(magnitudes, sums.Magnitudes, 1e-12 * magnitudes);
        double squares = finite.Sum(v => (v - 1.5) * (v - 1.5));
        Assert.Equal(squares, ValueSums.Squares(values, 1.5), 1e-12 * squares);
    });

    [Fact]
    public void Values_are_equal_if_all_are_one_number_or_none_is_a_number()
    {
        Assert.True(ValueSums.AreEqual([]));
        Assert.True(ValueSums.AreEqual([2, 2, 2]));
        Assert.True(ValueSums.AreEqual([0f, -0f]));
        Assert.True(ValueSums.AreEqual([float.NaN, float.NaN]));
        Assert.False(ValueSums.AreEqual([2, 2, 3]));
        Assert.False(ValueSums.AreEqual([float.NaN, 1]));
    }
}
