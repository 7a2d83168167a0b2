using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.Scheduling;

namespace Fovea.Api.Startup;

/// <summary>The scheduler, as configured.</summary>
internal static class SchedulerFactory
{
    public static Scheduler Create(BatchingOptions options, InferenceEngine engine, TimeProvider time)
    {
        int parallelism = options.Parallelism == 0 ? engine.Threads : options.Parallelism;
        KeepThreadsForAnswers(parallelism);
        return new Scheduler(new SchedulerOptions
        {
            Parallelism = parallelism,
            Threads = engine.Threads,
            MaxSize = options.MaxSize,
            MaxDelay = options.MaxDelay,
            MaxQueue = options.MaxQueue,
            Timeout = options.Timeout,
            Weights = options.Weights,
        }, time);
    }

    /// <summary>
    /// Requests that need not wait run on threads of the pool; further threads must be there at once to answer <c>/livez</c>.
    /// </summary>
    private static void KeepThreadsForAnswers(int busy)
    {
        ThreadPool.GetMinThreads(out int workers, out int completions);
        ThreadPool.SetMinThreads(Math.Max(workers, busy + Environment.ProcessorCount), completions);
    }
}
