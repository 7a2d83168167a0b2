using System.Diagnostics;
using CsCheck;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Tests.Memory;

public sealed class MemoryPlannerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Buffers_that_live_at_the_same_time_never_overlap(int threads) =>
        Gen.Select(Gen.Long[0, 100_000], Gen.Int[0, 60], Gen.Int[0, 12]).Array[1, 80].Sample(
            lives =>
            {
                PlanBuffer[] buffers = [.. lives.Select(life =>
                {
                    var buffer = new PlanBuffer(life.Item1);
                    buffer.ExtendLifetime(life.Item2);
                    buffer.ExtendLifetime(life.Item2 + life.Item3);
                    return buffer;
                })];
                long arena = MemoryPlanner.Plan(buffers, threads);
                for (int i = 0; i < buffers.Length; i++)
                {
                    PlanBuffer a = buffers[i];
                    Assert.True(a.Offset >= 0 && a.Offset % 64 == 0 && a.Offset + a.Bytes <= arena, $"buffer {i} at {a.Offset} of {arena}");
                    foreach (PlanBuffer b in buffers.AsSpan(i + 1))
                    {
                        bool together = a.FirstStep <= b.LastStep && b.FirstStep <= a.LastStep;
                        bool overlap = a.Offset < b.Offset + b.Bytes && b.Offset < a.Offset + a.Bytes;
                        Assert.False(
                            together && overlap, $"[{a.Offset},{a.Offset + a.Bytes}) and [{b.Offset},{b.Offset + b.Bytes}) live together");
                    }
                }
            },
            iter: 500);

    [Fact]
    public void Each_buffer_is_at_the_best_fit_among_those_that_live_with_it() =>
        Gen.Select(Gen.Long[0, 2000], Gen.Int[-1, 60], Gen.Int[0, 30]).Array[1, 120].Sample(
            lives =>
            {
                PlanBuffer[] buffers = [.. lives.Select(life => Buffer(life.Item1, life.Item2, life.Item2 + life.Item3))];
                MemoryPlanner.Plan(buffers, threads: 1);
                var placed = new List<PlanBuffer>();
                foreach (PlanBuffer buffer in buffers.OrderByDescending(b => b.Bytes).ThenBy(b => b.FirstStep))
                {
                    long best = -1, bestGap = long.MaxValue, end = 0;
                    foreach (PlanBuffer other in placed.OrderBy(b => b.Offset))
                    {
                        if (buffer.FirstStep > other.LastStep || other.FirstStep > buffer.LastStep)
                            continue;
                        long gap = other.Offset - end;
                        if (gap >= Size(buffer) && gap < bestGap)
                            (best, bestGap) = (end, gap);
                        end = Math.Max(end, other.Offset + Size(other));
                    }

                    Assert.Equal(best < 0 ? end : best, buffer.Offset);
                    placed.Add(buffer);
                }
            },
            iter: 500);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_long_chain_is_planned_at_once(int threads)
    {
        PlanBuffer[] buffers = [.. Enumerable.Range(0, 200_000).Select(i => Buffer(10_000 * (i % 2), i, i + 1))];
        long start = Stopwatch.GetTimestamp();
        MemoryPlanner.Plan(buffers, threads);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Buffers_that_follow_each_other_share_memory(int threads)
    {
        var buffers = new PlanBuffer[10];
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i] = new PlanBuffer(1 << 20);
            buffers[i].ExtendLifetime(i);
            buffers[i].ExtendLifetime(i + 1);
        }

        Assert.InRange(MemoryPlanner.Plan(buffers, threads), 2 << 20, (2 << 20) + 4096);
    }

    [Fact]
    public void With_two_threads_buffers_in_the_same_memory_share_their_centre()
    {
        var buffers = new PlanBuffer[10];
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i] = new PlanBuffer((i + 1) * 100_000);
            buffers[i].ExtendLifetime(i);
            buffers[i].ExtendLifetime(i + 1);
        }

        MemoryPlanner.Plan(buffers, threads: 2);
        long[] centres = [.. buffers.Select(b => b.Offset + (b.Bytes / 2))];
        foreach (long centre in centres)
            Assert.InRange(Math.Min(Math.Abs(centre - centres[^1]), Math.Abs(centre - centres[^2])), 0, 128);
    }

    private static PlanBuffer Buffer(long bytes, int first, int last)
    {
        var buffer = new PlanBuffer(bytes);
        buffer.ExtendLifetime(first);
        buffer.ExtendLifetime(last);
        return buffer;
    }

    private static long Size(PlanBuffer buffer) => Alignment.Up(Math.Max(1, buffer.Bytes));
}
