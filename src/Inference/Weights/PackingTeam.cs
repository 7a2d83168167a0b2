using System.Runtime.ExceptionServices;

namespace Fovea.Inference.Weights;

/// <summary>The threads that write packed weights while a plan is compiled; they live for one compilation.</summary>
internal sealed class PackingTeam
{
    /// <summary>Bytes that are worth a thread.</summary>
    private const long BytesPerThread = 1 << 20;

    private readonly IReadOnlyList<PackingJob> _jobs;
    private bool _stop;
    private Exception? _error;

    private PackingTeam(IReadOnlyList<PackingJob> jobs) => _jobs = jobs;

    /// <summary>Does all jobs; throws what the first that failed threw.</summary>
    public static void Run(IReadOnlyList<PackingJob> jobs, int threads)
    {
        var team = new PackingTeam(jobs);
        long useful = jobs.Sum(j => j.Bytes) / BytesPerThread;
        var helpers = new Thread[Math.Clamp(useful, 0, threads - 1)];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(team.Work) { IsBackground = true, Name = "Fovea weights" };
            helpers[i].Start();
        }

        team.Work();
        foreach (Thread helper in helpers)
            helper.Join();
        if (team._error is not null)
            ExceptionDispatchInfo.Throw(team._error);
    }

    private void Work()
    {
        try
        {
            using var buffer = new PackingBuffer();
            foreach (PackingJob job in _jobs)
                job.Work(buffer, ref _stop);
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _error, error, null);
            Volatile.Write(ref _stop, true);
        }
    }
}
