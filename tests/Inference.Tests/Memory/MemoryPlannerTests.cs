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
}
