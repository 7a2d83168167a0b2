using CsCheck;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Tests.Kernels;

public sealed unsafe class StridedCopyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Permutations_of_every_shape_in_any_number_of_parts(int parts) =>
        Gen.Select(Gen.Int[1, 20].Array[1, 5], Gen.Int[0, 1_000_000], Gen.OneOf(Gen.Const(1), Gen.Const(2), Gen.Const(4), Gen.Const(8)))
            .Sample(
            (extents, seed, size) =>
            {
                int rank = extents.Length;
                int[] order = [.. Enumerable.Range(0, rank)];
                new Random(seed).Shuffle(order);
                long[] shape = [.. extents.Select(e => (long)Math.Min(e, rank > 3 ? 6 : 20))];
                long[] to = Strides(shape), inner = Strides([.. order.Select(axis => shape[axis])]);
                var from = new long[rank];
                for (int i = 0; i < rank; i++)
                    from[order[i]] = inner[i];
                long elements = shape.Aggregate(1L, (a, b) => a * b);
                byte[] source = new byte[elements * size], target = new byte[elements * size];
                new Random(seed).NextBytes(source);
                var copy = new StridedCopy(shape, from, to, size);
                Assert.Equal(elements, copy.Elements);
                fixed (byte* s = source, t = target)
                {
                    for (int part = 0; part < parts; part++)
                        copy.Run(s, t, part, parts);
                }

                for (long i = 0; i < elements; i++)
                {
                    long at = 0, rest = i;
                    for (int axis = 0; axis < rank; axis++)
                    {
                        at += rest / to[axis] * from[axis];
                        rest %= to[axis];
                    }

                    Assert.True(
                        source.AsSpan((int)at * size, size)
                            .SequenceEqual(target.AsSpan((int)i * size, size)), $"element {i} of [{string.Join(',', shape)}]");
                }
            },
            iter: 300);

    [Fact]
    public void Zero_strides_repeat_and_negative_ones_run_backwards()
    {
        float[] source = [1, 2, 3], target = new float[6];
        fixed (float* s = source, t = target)
        {
            new StridedCopy([2, 3], [0, 1], [3, 1], sizeof(float)).Run(s, t, 0, 1);
            Assert.Equal([1, 2, 3, 1, 2, 3], target);
            new StridedCopy([2, 3], [0, -1], [3, 1], sizeof(float)).Run(s + 2, t, 0, 1);
            Assert.Equal([3, 2, 1, 3, 2, 1], target);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Transposes_in_blocks_at_every_size_of_elements(int size)
    {
        foreach ((int rows, int columns) in new[] { (3, 200), (200, 3), (65, 129), (64, 64), (1, 70), (17, 2) })
        {
            byte[] source = new byte[rows * columns * size], target = new byte[source.Length];
            new Random(rows).NextBytes(source);
            fixed (byte* s = source, t = target)
            {
                var copy = new StridedCopy([rows, columns], [1, rows], [columns, 1], size);
                copy.Run(s, t, 0, 2);
                copy.Run(s, t, 1, 2);
            }

            for (int i = 0; i < rows * columns; i++)
            {
                int from = (i / columns) + (i % columns * rows);
                Assert.True(
                    source.AsSpan(from * size, size).SequenceEqual(target.AsSpan(i * size, size)), $"element {i} of {rows} x {columns}");
            }
        }
    }

    /// <summary>The channel shuffle of ShuffleNet, in both directions: groups of channels in turn, for each pixel.</summary>
    /// <summary>Two and four planes have kernels, to pixels and back; other numbers go element by element.</summary>
    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Planes_and_pixels_are_copied_by_vectors(int planes, bool hasKernel)
    {
        const long Count = 100;
        Assert.Equal(hasKernel, PlaneCopy.Of([Count, planes], [1, Count], [planes, 1]) is not null);
        Assert.Equal(hasKernel, PlaneCopy.Of([planes, Count], [1, planes], [Count, 1]) is not null);
        Assert.Null(PlaneCopy.Of([Count, planes], [planes, 1], [planes, 1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Groups_of_any_number_of_channels_are_shuffled(int parts)
    {
        foreach (int pixels in new[] { 1, 7 })
        {
            for (int channels = 1; channels <= 52; channels++)
            {
                for (int groups = 2; groups <= 5; groups++)
                {
                    Shuffle(pixels, channels, groups, parts);
                    Shuffle(pixels, groups, channels, parts);
                }
            }
        }
    }

    private static void Shuffle(int pixels, int channels, int groups, int parts)
    {
        int pixel = channels * groups;
        float[] values = [.. Enumerable.Range(0, pixels * pixel)];
        using GuardedMemory source = GuardedMemory.Of(values);
        using var target = new GuardedMemory(values.Length);
        var copy = new StridedCopy([pixels, channels, groups], [pixel, 1, channels], [pixel, groups, 1], sizeof(float));
        for (int part = 0; part < parts; part++)
            copy.Run(source.Pointer, target.Pointer, part, parts);
        for (int i = 0; i < values.Length; i++)
        {
            int from = (i / pixel * pixel) + (i % groups * channels) + (i % pixel / groups);
            Assert.True(target.Span[i] == from, $"element {i} of {pixels} x {channels} x {groups} is {target.Span[i]}, expected {from}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(16)]
    public void Elements_of_other_sizes_do_not_exist(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StridedCopy([2], [1], [1], size));

    private static long[] Strides(long[] shape)
    {
        var strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }
}
