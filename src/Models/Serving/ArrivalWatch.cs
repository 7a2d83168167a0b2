using Fovea.Models.Scheduling;

namespace Fovea.Models.Serving;

/// <summary>Cancels a part of long work, which has begun, as soon as another job works or arrives.</summary>
internal sealed class ArrivalWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Scheduler _scheduler;
    private CancellationTokenSource? _part;

    /// <summary>Begins to watch.</summary>
    /// <param name="scheduler">Knows the jobs; one of its threads works on the part.</param>
    /// <param name="part">What is cancelled.</param>
    public ArrivalWatch(Scheduler scheduler, CancellationTokenSource part)
    {
        (_scheduler, _part) = (scheduler, part);
        scheduler.Arrived += Cancel;
        if (scheduler.BusyThreads > 1)
            Cancel();
    }

    /// <summary>Ends the watch: the part is not cancelled any more.</summary>
    public void Dispose()
    {
        _scheduler.Arrived -= Cancel;
        // An arrival on another thread may be about to cancel.
        lock (_lock)
            _part = null;
    }

    private void Cancel()
    {
        lock (_lock)
            _part?.Cancel();
    }
}
