namespace Fovea.Inference.Weights;

/// <summary>The threads that pack weights for one compilation.</summary>
internal sealed class PackingTeam
{
    /// <summary>The number of bytes that justify a thread.</summary>
    private const long BytesPerThread = 1 << 20;

    private readonly IReadOnlyList<PackingAttempt> _attempts;
    private readonly LoadBudget? _budget;
    private bool _stop;
    private PackingAttempt? _failed;

    private PackingTeam(IReadOnlyList<PackingAttempt> attempts, LoadBudget? budget) => (_attempts, _budget) = (attempts, budget);

    /// <summary>
    /// Writes the parts that no other compilation has claimed, then waits for the rest; rethrows the exception of the first failed part.
    /// </summary>
    public static void Run(IReadOnlyList<PackingAttempt> attempts, int threads, LoadBudget? budget = null)
    {
        var team = new PackingTeam(attempts, budget);
        long useful = attempts.Sum(a => a.Bytes) / BytesPerThread;
        var helpers = new Thread[Math.Clamp(useful, 0, threads - 1)];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(team.Work) { IsBackground = true, Name = "Fovea weights" };
            helpers[i].Start();
        }

        team.Work();
        foreach (Thread helper in helpers)
            helper.Join();
        team._failed?.ThrowIfFailed();
        foreach (PackingAttempt attempt in attempts)
            attempt.Wait();
    }

    private void Work()
    {
        using var buffer = new PackingBuffer();
        foreach (PackingAttempt attempt in _attempts)
        {
            if (!attempt.Work(buffer, ref _stop, _budget))
            {
                Interlocked.CompareExchange(ref _failed, attempt, null);
                Volatile.Write(ref _stop, true);
                return;
            }
        }
    }
}
