using System.Runtime.InteropServices;
using Fovea.Bench.Builds;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Tests.Builds;

public sealed class BitDifferenceTests
{
    [Fact]
    public void Equal_bits_are_no_difference() =>
        Assert.Equal(
            new BitDifference(4, 0, 0), Floats([1, float.NaN, -0f, float.PositiveInfinity], [1, float.NaN, -0f, float.PositiveInfinity]));

    [Fact]
    public void Elements_are_counted_and_the_worst_is_relative_to_the_range() =>
        Assert.Equal(new BitDifference(4, 2, 0.25), Floats([0, 1, 2, 8], [0, 1.5f, 4, 8]));

    [Fact]
    public void Signed_zeros_and_payloads_differ_by_nothing() =>
        Assert.Equal(new BitDifference(3, 2, 0), Floats([0, float.NaN, 1], [-0f, BitConverter.Int32BitsToSingle(0x7FC00001), 1]));

    [Theory]
    [InlineData(1, float.NaN)]
    [InlineData(float.NegativeInfinity, 1)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity)]
    public void A_number_and_none_differ_without_bound(float expected, float actual) =>
        Assert.Equal(new BitDifference(3, 1, double.PositiveInfinity), Floats([0, 5, expected], [0, 5, actual]));

    [Fact]
    public void Where_all_that_is_expected_is_equal_the_difference_is_absolute() =>
        Assert.Equal(new BitDifference(2, 1, 0.5), Floats([3, 3], [3, 3.5f]));

    [Fact]
    public void Integers_are_taken_by_their_size()
    {
        long[] expected = [0, 256, -1], actual = [0, 0, -1];
        Assert.Equal(
            new BitDifference(3, 1, 256.0 / 257),
            BitDifference.Of(
                new ValueInfo("x", "Int64", 8, [3]), MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(actual.AsSpan())));
        Assert.Equal(new BitDifference(2, 1, 1), BitDifference.Of(new ValueInfo("x", "Int8", 1, [2]), [0xFF, 1], [1, 1]));
    }

    [Fact]
    public void Differences_of_several_tensors_add_up() =>
        Assert.Equal(new BitDifference(30, 3, 0.5), new BitDifference(10, 1, 0.5) + new BitDifference(20, 2, 0.25));

    private static BitDifference Floats(float[] expected, float[] actual) =>
        BitDifference.Of(
            new ValueInfo("x", "Float32", 4, [expected.Length]), MemoryMarshal.AsBytes(expected.AsSpan()),
            MemoryMarshal.AsBytes(actual.AsSpan()));
}
