using Fovea.Inference.Memory;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Memory;

/// <summary>Which arenas are lent again, and which go back to the system.</summary>
public sealed class ArenaPoolTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private readonly ManualTime _time = new();
    private readonly ArenaPool _pool;

    public ArenaPoolTests() => _pool = new ArenaPool(10 * Megabyte, _time);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void The_smallest_that_fits_is_lent_again()
    {
        ArenaPool.Arena small = _pool.Rent(Megabyte), large = _pool.Rent(4 * Megabyte);
        Assert.Equal(small.Bytes + large.Bytes, _pool.RentedBytes);
        _pool.Return(large);
        _pool.Return(small);

        Assert.Equal(small.Address, _pool.Rent(Megabyte / 2).Address);
        Assert.Equal(large.Address, _pool.Rent(Megabyte / 2).Address);
        Assert.Equal(0, _pool.IdleBytes);
    }

    /// <summary>A large page holds an arena only if that begins where the page does.</summary>
    [Fact]
    public unsafe void Large_arenas_begin_at_large_pages_where_these_are_asked_for()
    {
        using var pool = new ArenaPool(64 * Megabyte, largePages: true);
        foreach (long bytes in new[] { 2 * Megabyte, (5 * Megabyte) + 3, 20 * Megabyte })
        {
            ArenaPool.Arena arena = pool.Rent(bytes);
            Assert.Equal(0, arena.Address % LargePages.Bytes);
            new Span<byte>((void*)arena.Address, (int)bytes).Fill(1);
            pool.Return(arena);
        }

        Assert.Equal(0, pool.RentedBytes);
        ArenaPool.Arena small = pool.Rent(64);
        Assert.Equal(0, small.Address % Alignment.Bytes);
        pool.Return(small);
    }

    [Fact]
    public void The_pool_is_bounded_and_prefers_large_arenas()
    {
        ArenaPool.Arena small = _pool.Rent(4 * Megabyte), large = _pool.Rent(8 * Megabyte), huge = _pool.Rent(11 * Megabyte);
        _pool.Return(small);
        _pool.Return(large);
        Assert.Equal(large.Bytes, _pool.IdleBytes);
        _pool.Return(huge);
        Assert.Equal(large.Bytes, _pool.IdleBytes);
        Assert.Equal(0, _pool.RentedBytes);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public void One_that_no_run_needs_is_freed_after_a_while(int megabytesOfEachRun)
    {
        _pool.Return(_pool.Rent(4 * Megabyte));
        for (int i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _pool.Return(_pool.Rent(megabytesOfEachRun * Megabyte));
        }

        // The large one first served the small runs too; then they got one of their own.
        Assert.InRange(_pool.IdleBytes, megabytesOfEachRun * Megabyte, (megabytesOfEachRun + 1) * Megabyte);
    }

    [Fact]
    public void An_arena_that_is_needed_regularly_is_kept()
    {
        nint address = _pool.Rent(Megabyte).Address;
        _pool.Return(new ArenaPool.Arena(address, _pool.RentedBytes, _time.GetTimestamp()));
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            ArenaPool.Arena arena = _pool.Rent(Megabyte);
            Assert.Equal(address, arena.Address);
            _pool.Return(arena);
        }
    }

    [Fact]
    public void Runs_of_growing_sizes_leave_one_arena()
    {
        for (int i = 1; i < 20; i++)
            _pool.Return(_pool.Rent(i * Megabyte / 4));
        Assert.InRange(_pool.IdleBytes, 19 * Megabyte / 4, 20 * Megabyte / 4);
    }
}
