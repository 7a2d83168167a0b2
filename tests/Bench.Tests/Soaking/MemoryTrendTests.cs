using Fovea.Bench.Soaking;

namespace Fovea.Bench.Tests.Soaking;

public sealed class MemoryTrendTests
{
    private const int Seconds = 1200;
    private const double Level = 250;

    [Fact]
    public void A_level_that_stays_is_flat()
    {
        MemoryTrend trend = MemoryTrend.Of(Series(_ => Level));
        Assert.True(trend.IsFlat);
        Assert.Equal((Level, 0, 16), (trend.Level, trend.Growth, trend.Allowed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Noise_around_a_level_is_flat(int seed)
    {
        var random = new Random(seed);
        Assert.True(MemoryTrend.Of(Series(_ => Level + 60 * (random.NextDouble() - 0.5))).IsFlat);
    }

    [Fact]
    public void A_sawtooth_of_collections_is_flat() => Assert.True(MemoryTrend.Of(Series(t => Level + t % 47)).IsFlat);

    [Fact]
    public void Warming_up_in_the_first_half_is_flat() =>
        Assert.True(MemoryTrend.Of(Series(t => t < Seconds / 2 ? 80 + 170.0 * t / (Seconds / 2) : Level)).IsFlat);

    [Theory]
    [InlineData(610)]
    [InlineData(900)]
    [InlineData(1150)]
    public void A_peak_of_a_minute_is_flat(int begin) =>
        Assert.True(MemoryTrend.Of(Series(t => Level + (t >= begin && t < begin + 60 ? 400 : 0))).IsFlat);

    [Fact]
    public void Shrinking_is_flat()
    {
        MemoryTrend trend = MemoryTrend.Of(Series(t => 500 - 0.2 * t));
        Assert.True(trend.IsFlat);
        Assert.InRange(trend.Growth, -125, -115);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_slow_leak_is_found_under_noise(int seed)
    {
        // 40 KiB a second: 400 bytes per request at a hundred requests per second.
        var random = new Random(seed);
        MemoryTrend trend = MemoryTrend.Of(Series(t => Level + 0.04 * t + 30 * (random.NextDouble() - 0.5)));
        Assert.False(trend.IsFlat);
        Assert.InRange(trend.Growth, 16, 32);
    }

    [Fact]
    public void A_leak_is_found_despite_a_sawtooth() => Assert.False(MemoryTrend.Of(Series(t => Level + 0.05 * t + t % 47)).IsFlat);

    [Fact]
    public void A_leak_that_collections_hide_for_minutes_is_found() =>
        Assert.False(MemoryTrend.Of(Series(t => Level + 20 * (t / 200))).IsFlat);

    [Fact]
    public void Growth_within_the_bound_is_flat_and_beyond_it_is_not()
    {
        Assert.True(MemoryTrend.Of(Series(t => 100 + 15.0 * t / (Seconds / 2))).IsFlat);
        Assert.False(MemoryTrend.Of(Series(t => 100 + 17.0 * t / (Seconds / 2))).IsFlat);
    }

    [Fact]
    public void The_bound_follows_a_high_level()
    {
        MemoryTrend trend = MemoryTrend.Of(Series(t => 1000 + 40.0 * t / (Seconds / 2)));
        Assert.InRange(trend.Allowed, 50, 55);
        Assert.True(trend.IsFlat);
    }

    [Fact]
    public void Too_few_readings_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MemoryTrend.Of([]));
        Assert.Throws<ArgumentException>(() => MemoryTrend.Of([.. Series(_ => Level).Take(12)]));
    }

    private static MemoryReading[] Series(Func<int, double> level) =>
        [.. Enumerable.Range(0, Seconds).Select(t => new MemoryReading(t, level(t)))];
}
