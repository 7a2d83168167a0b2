using Fovea.Inference.Tensors;

namespace Fovea.Inference.Tests.Tensors;

public sealed class MergedGroupsTests
{
    // Eight filters of two channels and three taps, in four groups, of which two become one.
    private static readonly ConstantData Filters =
        MemoryConstant.From<byte>(new Shape(8, 2, 3), [.. Enumerable.Range(1, 48).Select(i => (byte)i)]);

    public static TheoryData<bool> Zeros() => [true, false];

    [Theory]
    [MemberData(nameof(Zeros))]
    public void A_filter_has_its_own_channels_among_zero_points(bool perFilter)
    {
        byte[] zeros = perFilter ? [100, 101, 102, 103, 104, 105, 106, 107] : [90];
        var merged = new MergedGroups(Filters, 4, 2, MemoryConstant.From<byte>(new Shape(zeros.Length), zeros));
        byte Zero(int filter) => zeros[perFilter ? filter : 0];
        byte[] expected =
        [
            .. Enumerable.Range(0, 8).SelectMany(filter =>
            {
                byte[] own = [.. Enumerable.Range((filter * 6) + 1, 6).Select(i => (byte)i)];
                byte[] others = [.. Enumerable.Repeat(Zero(filter), 6)];
                // The filters 0, 1, 4 and 5 are of the first of two groups.
                return filter / 2 % 2 == 0 ? own.Concat(others) : others.Concat(own);
            }),
        ];
        Assert.Equal(new Shape(8, 4, 3), merged.Shape);
        Assert.Equal(expected, merged.ReadAll().Bytes.ToArray());
        // Any part of it alone.
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            int first = random.Next(96), length = random.Next(1, 97 - first);
            byte[] part = new byte[length];
            merged.Read(first, part);
            Assert.Equal(expected[first..(first + length)], part);
        }
    }

    [Fact]
    public void Without_zero_points_there_are_zeros()
    {
        byte[] found = new MergedGroups(Filters, 4, 4, null).ReadAll().Bytes.ToArray();
        Assert.Equal(8 * 24, found.Length);
        Assert.Equal(48, found.Count(value => value != 0));
    }

    [Fact]
    public void Equal_ones_are_equal()
    {
        ConstantData zero = MemoryConstant.From<byte>(Shape.Scalar, [3]);
        Assert.Equal(new MergedGroups(Filters, 4, 2, zero), new MergedGroups(Filters, 4, 2, zero));
        Assert.NotEqual(new MergedGroups(Filters, 4, 2, zero), new MergedGroups(Filters, 4, 4, zero));
    }
}
