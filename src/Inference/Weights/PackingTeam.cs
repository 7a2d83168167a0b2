namespace Fovea.Inference.Weights;

/// <summary>The threads that write packed weights for one compilation; they live as long as it does.</summary>
internal sealed class PackingTeam
{
    /// <summary>Bytes that are worth a thread.</summary>
    private const long BytesPerThread = 1 << 20;

    private readonly IReadOnlyList<PackingAttempt> _attempts;
    private bool _stop;
    private PackingAttempt? _failed;

    private PackingTeam(IReadOnlyList<PackingAttempt> attempts) => _attempts = attempts;

    /// <summary>Writes what nobody else has claimed, then waits for the rest; throws what the first part threw that failed.</summary>
    public static void Run(IReadOnlyList<PackingAttempt> attempts, int threads)
    {
        var team = new PackingTeam(attempts);
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
            if (!attempt.Work(buffer, ref _stop))
            {
                Interlocked.CompareExchange(ref _failed, attempt, null);
                Volatile.Write(ref _stop, true);
                return;
            }
        }
    }
}
