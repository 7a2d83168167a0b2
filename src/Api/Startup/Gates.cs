using Fovea.Api.Options;
using Fovea.Models.Hosting;

namespace Fovea.Api.Startup;

/// <summary>The two bounds on simultaneous work: decoding images, and running networks.</summary>
internal sealed class Gates : IDisposable
{
    public Gates(ServerOptions options)
    {
        ConcurrencyOptions limits = options.Concurrency;
        Decoding = new ConcurrencyGate("decode images", Bounds(limits.Decodes, limits));
        Running = new ConcurrencyGate("run a network", Bounds(limits.Runs, limits));
        KeepThreadsForAnswers(Decoding.Options.Slots + Running.Options.Slots);
    }

    public ConcurrencyGate Decoding { get; }

    public ConcurrencyGate Running { get; }

    public void Dispose()
    {
        Decoding.Dispose();
        Running.Dispose();
    }

    private static GateOptions Bounds(int slots, ConcurrencyOptions limits) => new()
    {
        Slots = slots == 0 ? Environment.ProcessorCount : slots,
        MaxWaiting = limits.MaxWaiting,
        MaxWait = limits.MaxWait,
    };

    /// <summary>Work behind the gates occupies pool threads; beyond it there must be threads at once that answer <c>/livez</c>.</summary>
    private static void KeepThreadsForAnswers(int busy)
    {
        ThreadPool.GetMinThreads(out int workers, out int completions);
        ThreadPool.SetMinThreads(Math.Max(workers, busy + Environment.ProcessorCount), completions);
    }
}
