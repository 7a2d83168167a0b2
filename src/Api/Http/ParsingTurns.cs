namespace Fovea.Api.Http;

/// <summary>
/// Turns for the parsing of large bodies, so that half of the processors stay free for other requests: a body of tensors in JSON takes a
/// second of computing, and the threads of requests are not shared out by the scheduler. Small bodies need no turn. Thread-safe.
/// </summary>
internal sealed class ParsingTurns : IDisposable
{
    /// <summary>Bodies that are larger than this, in bytes, wait for a turn.</summary>
    public const int LargeBytes = 256 << 10;

    private readonly SemaphoreSlim _free = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Waits for a turn; dispose it when the body has been parsed.</summary>
    /// <param name="bytes">The length of the body.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<Turn> EnterAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes <= LargeBytes)
            return Turn.None;
        await _free.WaitAsync(cancellationToken);
        return new Turn(_free);
    }

    public void Dispose() => _free.Dispose();

    /// <summary>A turn. It may be disposed again.</summary>
    internal sealed class Turn(SemaphoreSlim? taken) : IDisposable
    {
        /// <summary>Where none is needed.</summary>
        public static Turn None { get; } = new(null);

        private SemaphoreSlim? _taken = taken;

        public void Dispose() => Interlocked.Exchange(ref _taken, null)?.Release();
    }
}
