namespace Fovea.Inference.Execution;

/// <summary>
/// The engine's worker threads. A run borrows idle workers and keeps them until it ends; if none is idle, it runs on the caller's thread
/// alone. Results do not depend on the number of threads.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<Worker> _idle;
    private readonly Worker[] _workers;
    private int _busy;

    /// <param name="threads">The threads of one run, including the caller's.</param>
    public WorkerPool(int threads)
    {
        _workers = new Worker[threads - 1];
        _idle = new Stack<Worker>(_workers.Length);
        for (int i = 0; i < _workers.Length; i++)
            _idle.Push(_workers[i] = new Worker(this, i));
    }

    /// <summary>Threads that one run may use, including the caller's.</summary>
    public int Threads => _workers.Length + 1;

    /// <summary>The number of idle workers.</summary>
    public int IdleCount
    {
        get
        {
            lock (_lock)
                return _idle.Count;
        }
    }

    /// <summary>
    /// Starts idle workers on a run: at most <paramref name="wanted"/> threads including the caller's, and no more than there are free
    /// cores, so that overlapping runs do not slow each other down. Returns the number of threads.
    /// </summary>
    public int Start(PlanRun run, int wanted)
    {
        lock (_lock)
        {
            int helpers = Math.Clamp(Math.Min(wanted - 1, Threads - _busy - 1), 0, _idle.Count);
            int team = run.SetTeamSize(helpers + 1);
            _busy += team;
            for (int i = 0; i < helpers; i++)
                _idle.Pop().Start(run, i + 1);
            return team;
        }
    }

    /// <summary>Called when a run with this many threads has ended.</summary>
    public void End(int team)
    {
        lock (_lock)
            _busy -= team;
    }

    public void Dispose()
    {
        foreach (Worker worker in _workers)
            worker.Dispose();
    }

    private void Finished(Worker worker)
    {
        lock (_lock)
            _idle.Push(worker);
    }

    private sealed class Worker : IDisposable
    {
        /// <summary>About 100 microseconds; a longer spin would take the core from the process's other work between runs.</summary>
        private const int IdleSpins = 400;

        private readonly WorkerPool _pool;
        private readonly SemaphoreSlim _wake = new(0);
        private PlanRun? _run;
        private int _teamIndex;

        public Worker(WorkerPool pool, int index)
        {
            _pool = pool;
            new Thread(Loop) { IsBackground = true, Name = $"Fovea worker {index + 1}" }.Start();
        }

        public void Start(PlanRun run, int teamIndex)
        {
            (_run, _teamIndex) = (run, teamIndex);
            _wake.Release();
        }

        /// <summary>
        /// Ends the thread, which disposes its semaphore itself. It may not have come to its last run yet, which ended without it.
        /// </summary>
        public void Dispose() => _wake.Release();

        private void Loop()
        {
            while (true)
            {
                // In a busy service the next run comes soon: a short spin saves the time of waking the thread.
                for (int spins = 0; spins < IdleSpins && _wake.CurrentCount == 0; spins++)
                    Thread.SpinWait(8);
                _wake.Wait();
                if (_run is not { } run)
                {
                    _wake.Dispose();
                    return;
                }

                _run = null;
                run.Help(_teamIndex);
                run.Leave();
                _pool.Finished(this);
            }
        }
    }
}
