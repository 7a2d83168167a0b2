using System.Collections.Concurrent;
using Fovea.Imaging.Decoding;
using Fovea.Models.Images;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.Telemetry;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Serving;

/// <summary>Parts of long work give way to requests.</summary>
public sealed class PoliteWorkTests
{
    [Fact]
    public async Task A_part_that_is_met_by_a_request_is_given_up_and_done_again()
    {
        using ServedModels models = new ServedModels().Add("flat", ServedModels.Classifier(1)).Load();
        using var store = new ImageStore(new ImageStoreOptions { MaxBytes = 0 }, TimeProvider.System);
        using var telemetry = new ServingTelemetry();
        using var scheduler = new Scheduler(new SchedulerOptions { Parallelism = 2, Threads = 2 });
        var server = new ModelServer(new SkiaImageDecoder(), store, scheduler, telemetry);
        var worker = new PoliteWork(server, scheduler);
        using var begun = new SemaphoreSlim(0);
        int attempts = 0;
        bool busy = false, met = false;
        Task<int> part = Task.Run(() => worker.DoAsync(
            models["flat"],
            (_, token) =>
            {
                met |= Volatile.Read(ref busy);
                if (Interlocked.Increment(ref attempts) > 1)
                    return 42;
                begun.Release();
                Assert.True(token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
                token.ThrowIfCancellationRequested();
                return 0;
            },
            waits: true, default));
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(30)));
        await Task.Run(() => server.WorkAsync(
            models["flat"],
            (_, _) =>
            {
                Volatile.Write(ref busy, true);
                Thread.Sleep(100);
                Volatile.Write(ref busy, false);
                return true;
            },
            new StageTimings(), default));

        Assert.Equal(42, await part.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(2, attempts);
        Assert.False(met);
    }

    [Fact]
    public async Task A_request_that_waits_for_the_only_thread_has_the_part_given_up()
    {
        using ServedModels models = new ServedModels().Add("flat", ServedModels.Classifier(1)).Load();
        using var store = new ImageStore(new ImageStoreOptions { MaxBytes = 0 }, TimeProvider.System);
        using var telemetry = new ServingTelemetry();
        using var scheduler = new Scheduler(new SchedulerOptions { Parallelism = 1, Threads = 1 });
        var server = new ModelServer(new SkiaImageDecoder(), store, scheduler, telemetry);
        var order = new ConcurrentQueue<string>();
        using var begun = new SemaphoreSlim(0);
        Task<bool> part = Task.Run(() => new PoliteWork(server, scheduler).DoAsync(
            models["flat"],
            (_, token) =>
            {
                order.Enqueue("part");
                if (order.Count > 1)
                    return true;
                begun.Release();
                Assert.True(token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
                token.ThrowIfCancellationRequested();
                return false;
            },
            waits: true, default));
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(30)));

        await server.WorkAsync(
            models["flat"],
            (_, _) =>
            {
                order.Enqueue("request");
                return true;
            },
            new StageTimings(), default);

        Assert.True(await part.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(["part", "request", "part"], order);
    }
}
