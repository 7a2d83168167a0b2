using Fovea.Inference.Tensors;
using Fovea.Inference.Tests.Support;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Tests.Weights;

/// <summary>Compilations that need the same weights at the same time, and those that need others.</summary>
public sealed class PackingConcurrencyTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private static readonly ConstantData Some = new MemoryConstant(new TensorRandom(1).Floats(40));

    private readonly ConstantStore _store = new();
    private readonly ManualResetEventSlim _reading = new();
    private readonly ManualResetEventSlim _release = new();

    public void Dispose()
    {
        _store.Dispose();
        _reading.Dispose();
        _release.Dispose();
    }

    [Fact]
    public async Task Compilations_at_the_same_time_write_each_part_once_and_all_see_the_whole()
    {
        for (int round = 0; round < 20; round++)
        {
            int calls = 0;
            TestPacking Packing(int i) => new($"{round}/{i}", 100, (in PackingSource _, int part, Span<float> target) =>
            {
                Interlocked.Increment(ref calls);
                target[part] = part + 1;
            });
            PackingJob[] jobs = [.. Enumerable.Range(0, 5).Select(i => _store.Job(Some, Packing(i)))];
            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            {
                // Each in another order, so that they meet in the middle.
                _store.Fill(thread % 2 == 0 ? jobs : jobs.Reverse(), threads: 2);
                foreach (PackingJob job in jobs)
                {
                    for (int part = 0; part < 100; part++)
                        Assert.Equal(part + 1, TestPacking.Target(job)[part]);
                }
            })));
            Assert.Equal(500, calls);
        }
    }

    [Fact]
    public async Task A_read_that_blocks_does_not_block_who_needs_other_weights()
    {
        PackingJob slow = _store.Job(Some, Blocking("slow", fails: false));
        PackingJob fast = _store.Job(Some, new RowPacking(1, 4, 16));
        Task first = Task.Run(() => _store.Fill([slow], 1));
        Assert.True(_reading.Wait(Long));

        Task second = Task.Run(() => _store.Fill([fast, _store.Job(Some, new PlainPacking(ElementType.Float32, 4))], 2));
        await second.WaitAsync(Long);
        Assert.True(fast.IsDone);
        Assert.False(slow.IsDone || first.IsCompleted);
        _release.Set();
        await first.WaitAsync(Long);
    }

    [Fact]
    public async Task Who_needs_what_another_is_reading_writes_the_other_parts_and_waits_for_that_one()
    {
        PackingJob job = _store.Job(Some, Blocking("shared", fails: false));
        Task first = Task.Run(() => _store.Fill([job], 1));
        Assert.True(_reading.Wait(Long));
        Task second = Task.Run(() => _store.Fill([job], 1));
        for (int part = 1; part < 4; part++)
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref TestPacking.Target(job)[part]) == part + 1, Long), $"part {part}");
        Assert.False(second.IsCompleted || job.IsDone);
        _release.Set();
        await Task.WhenAll(first, second).WaitAsync(Long);
        Assert.Equal(1, TestPacking.Target(job)[0]);
    }

    [Fact]
    public async Task A_failure_is_told_to_all_who_wait_and_the_next_attempt_starts_anew()
    {
        PackingJob job = _store.Job(Some, Blocking("failing", fails: true));
        // Work starts once a compilation has joined all its jobs: a compilation that has packed its own constant waits for the shared one
        // too.
        using var joined = new CountdownEvent(3);
        Task[] fills = [.. Enumerable.Range(0, 3).Select(i => Task.Run(() =>
        {
            PackingJob own = _store.Job(
                Some, new TestPacking($"own {i}", 1, (in PackingSource _, int _, Span<float> _) => joined.Signal()));
            _store.Fill([own, job], 2);
        }))];
        Assert.True(joined.Wait(Long) && _reading.Wait(Long));
        _release.Set();
        foreach (Task fill in fills)
            Assert.Equal("The disk is gone.", (await Assert.ThrowsAsync<IOException>(() => fill.WaitAsync(Long))).Message);
        Assert.False(job.IsDone);

        for (int part = 0; part < 4; part++)
            TestPacking.Target(job)[part] = -1;
        _store.Fill([job], 2);
        for (int part = 0; part < 4; part++)
            Assert.Equal(part + 1, TestPacking.Target(job)[part]);
    }

    [Fact]
    public async Task A_compilation_that_fails_leaves_the_rest_of_its_weights_to_others()
    {
        PackingJob good = _store.Job(Some, new RowPacking(1, 4, 16));
        PackingJob bad = _store.Job(
            Some, new TestPacking("bad", 3, (in PackingSource _, int _, Span<float> _) => throw new IOException("The disk is gone.")));
        Task[] fills = [.. Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            if (i % 2 == 0)
                Assert.Throws<IOException>(() => _store.Fill([bad, good], 2));
            else
                _store.Fill([good], 2);
        }))];
        await Task.WhenAll(fills).WaitAsync(Long);
        Assert.True(good.IsDone);
    }

    // Four parts, the first of which waits in its first attempt for the test.
    private TestPacking Blocking(string name, bool fails)
    {
        bool blocks = true;
        return new TestPacking(name, 4, (in PackingSource _, int part, Span<float> target) =>
        {
            if (part == 0 && blocks)
            {
                blocks = false;
                _reading.Set();
                Assert.True(_release.Wait(Long));
                if (fails)
                    throw new IOException("The disk is gone.");
            }

            Volatile.Write(ref target[part], part + 1);
        });
    }
}
