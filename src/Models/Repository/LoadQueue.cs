namespace Fovea.Models.Repository;

/// <summary>How a load has ended.</summary>
internal enum LoadEnd
{
    /// <summary>It has ended, in whatever way.</summary>
    Done,

    /// <summary>It found no memory beside the others; it is to be tried again when one of them has ended.</summary>
    PutOff,
}

/// <summary>
/// Runs loads on threads of their own, a few at a time in the order in which they were added. A load that takes longer than a slice goes
/// on, but gives its place to the next, so that nothing waits for it. Thread-safe.
/// </summary>
/// <param name="places">How many loads run at a time, those left out that have used their slice.</param>
/// <param name="slice">For how long a load has a place.</param>
internal sealed class LoadQueue(int places, TimeSpan slice)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Load> _waiting = [];
    private readonly List<Load> _putOff = [];
    private int _taken;
    private int _running;

    /// <summary>Adds a load.</summary>
    /// <param name="work">Loads, on a thread of its own.</param>
    /// <param name="atOnce">Whether it runs now, without a place.</param>
    /// <returns>The load, whose task ends with it.</returns>
    public Load Add(Func<LoadEnd> work, bool atOnce)
    {
        var load = new Load(work);
        lock (_lock)
        {
            if (atOnce)
            {
                Start(load);
            }
            else
            {
                _waiting.AddLast(load);
                StartNext();
            }
        }

        return load;
    }

    /// <summary>Starts a load now if it still waits for a place.</summary>
    public void StartAtOnce(Load load)
    {
        lock (_lock)
        {
            if (_waiting.Remove(load))
                Start(load);
        }
    }

    private void StartNext()
    {
        while (_taken < places && _waiting.First is { Value: var load })
        {
            _waiting.RemoveFirst();
            _taken++;
            load.HasPlace = true;
            load.Slice = new Timer(_ => GiveUpPlace(load), null, slice, Timeout.InfiniteTimeSpan);
            Start(load);
        }
    }

    private void Start(Load load)
    {
        _running++;
        new Thread(() => Run(load)) { IsBackground = true, Name = "Fovea model loader" }.Start();
    }

    private void Run(Load load)
    {
        LoadEnd end = LoadEnd.Done;
        try
        {
            end = load.Work();
        }
        finally
        {
            End(load, end);
        }
    }

    private void End(Load load, LoadEnd end)
    {
        load.Slice?.Dispose();
        lock (_lock)
        {
            _running--;
            if (load.HasPlace)
                _taken--;
            load.HasPlace = false;
            if (end == LoadEnd.PutOff)
                _putOff.Add(load);
            // What was put off runs again when another one has ended; alone, each finds enough.
            if (end == LoadEnd.Done || _running == 0)
            {
                for (int i = _putOff.Count - 1; i >= 0; i--)
                    _waiting.AddFirst(_putOff[i]);
                _putOff.Clear();
            }

            StartNext();
        }

        if (end == LoadEnd.Done)
            load.Complete();
    }

    private void GiveUpPlace(Load load)
    {
        lock (_lock)
        {
            if (!load.HasPlace)
                return;
            load.HasPlace = false;
            _taken--;
            StartNext();
        }
    }

    /// <summary>One load in the queue, or running.</summary>
    internal sealed class Load(Func<LoadEnd> work)
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Ends with the load; never fails.</summary>
        public Task Task => _end.Task;

        /// <summary>Whether it has one of the places.</summary>
        public bool HasPlace { get; set; }

        /// <summary>Ends its place; null where it runs without one.</summary>
        public Timer? Slice { get; set; }

        /// <summary>What loads.</summary>
        public LoadEnd Work() => work();

        /// <summary>Ends its task.</summary>
        public void Complete() => _end.TrySetResult();
    }
}
