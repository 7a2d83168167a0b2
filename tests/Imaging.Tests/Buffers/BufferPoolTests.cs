using System.Runtime.CompilerServices;
using Fovea.Imaging.Buffers;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Buffers;

public sealed class BufferPoolTests : IDisposable
{
    private const int Megabyte = 1 << 20;

    private readonly BufferPool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(128 << 10)]
    [InlineData((128 << 10) + 1)]
    [InlineData(602_112)]
    [InlineData(Megabyte)]
    [InlineData(Megabyte + 1)]
    [InlineData(100 * Megabyte)]
    public void An_array_is_long_enough(int length)
    {
        byte[] array = _pool.Rent(length);
        Assert.InRange(array.Length, length, Math.Max(length, 16) + (64 << 10));
        _pool.Return(array);
    }

    [Fact]
    public void Large_arrays_are_lent_again_but_not_for_much_smaller_needs()
    {
        byte[] array = _pool.Rent(50 * Megabyte);
        _pool.Return(array);
        Assert.NotSame(array, _pool.Rent(20 * Megabyte));
        Assert.Same(array, _pool.Rent(45 * Megabyte));
    }

    [Fact]
    public void Only_a_bounded_few_are_kept()
    {
        byte[] first = _pool.Rent(40 * Megabyte);
        byte[] second = _pool.Rent(40 * Megabyte);
        _pool.Return(first);
        _pool.Return(second);
        byte[] third = _pool.Rent(40 * Megabyte);
        Assert.Same(second, third);
        Assert.NotSame(first, _pool.Rent(40 * Megabyte));
    }

    [Fact]
    public void The_smallest_that_is_long_enough_is_lent()
    {
        byte[] small = _pool.Rent(100 << 10), large = _pool.Rent(180 << 10);
        _pool.Return(small);
        _pool.Return(large);
        Assert.Same(small, _pool.Rent(98 << 10));
        Assert.Same(large, _pool.Rent(98 << 10));
    }

    [Fact]
    public void What_is_idle_for_long_is_not_kept()
    {
        var time = new ManualTime();
        using var pool = new BufferPool(time);
        byte[] old = pool.Rent(Megabyte), used = pool.Rent(2 * Megabyte);
        pool.Return(old);
        pool.Return(used);
        for (int i = 0; i < 31; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            used = pool.Rent(2 * Megabyte);
            pool.Return(used);
        }

        Assert.Same(used, pool.Rent(2 * Megabyte));
        Assert.NotSame(old, pool.Rent(Megabyte));
    }

    [Fact]
    public void A_service_that_idles_gives_large_arrays_back_without_waiting_for_a_collection()
    {
        var time = new ManualTime();
        using var pool = new BufferPool(time);
        WeakReference array = RentAndReturn(pool);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.True(SpinWait.SpinUntil(() => !array.IsAlive, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Much_that_is_dropped_is_collected_soon()
    {
        var time = new ManualTime();
        using var pool = new BufferPool(time);
        var arrays = new List<WeakReference>();
        RentAndReturn(pool, 40, arrays);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(SpinWait.SpinUntil(() => !arrays[0].IsAlive, TimeSpan.FromSeconds(30)));
    }

    /// <summary>Pictures that are too large to be kept, one after the other: few of their arrays are on the heap at a time.</summary>
    [Theory]
    [InlineData(70)]
    [InlineData(100)]
    [InlineData(50, 60)]
    public void What_is_dropped_is_freed_before_much_more_is_made(params int[] megabytes)
    {
        var arrays = new List<WeakReference>();
        for (int i = 0; i < 24; i++)
        {
            RentAndReturn(_pool, megabytes[i % megabytes.Length], arrays);
            long alive = arrays.Sum(array => AliveBytes(array));
            Assert.InRange(alive, 0, (128 + 64 + 2 * megabytes.Max()) * (long)Megabyte);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RentAndReturn(BufferPool pool, int megabytes, List<WeakReference> arrays)
    {
        // Two at a time, so that those that could be kept are dropped too.
        byte[] first = pool.Rent(megabytes * Megabyte), second = pool.Rent(megabytes * Megabyte);
        arrays.Add(new WeakReference(first));
        arrays.Add(new WeakReference(second));
        pool.Return(first);
        pool.Return(second);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AliveBytes(WeakReference array) => array.Target is byte[] bytes ? bytes.Length : 0;

    // By itself, so that no register or stack slot of the test holds the array.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RentAndReturn(BufferPool pool)
    {
        byte[] array = pool.Rent(8 * Megabyte);
        pool.Return(array);
        return new WeakReference(array);
    }
}
