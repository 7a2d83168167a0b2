using System.Runtime.CompilerServices;

namespace Fovea.Models.Scheduling;

/// <summary>
/// When the events of one job happened, as timestamps of the scheduler's clock. The scheduler's lock guards it until the job has ended.
/// </summary>
internal sealed class JobTimes(TimeProvider time)
{
    private Timestamps _at;
    private int _happened;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => time;

    /// <summary>The rows of the job's latest run, those of other jobs included; 0 before the first.</summary>
    public int BatchRows { get; set; }

    /// <summary>Whether an event has happened.</summary>
    public bool Has(JobEvent what) => (_happened & 1 << (int)what) != 0;

    /// <summary>When an event happened.</summary>
    /// <exception cref="InvalidOperationException">It has not.</exception>
    public long At(JobEvent what) => Has(what) ? _at[(int)what] : throw new InvalidOperationException($"{what} has not happened.");

    /// <summary>Records that an event happens now, unless it has happened before.</summary>
    public void RecordFirst(JobEvent what)
    {
        if (!Has(what))
            RecordLast(what);
    }

    /// <summary>Records that an event happens now, in place of an earlier time.</summary>
    public void RecordLast(JobEvent what)
    {
        _at[(int)what] = time.GetTimestamp();
        _happened |= 1 << (int)what;
    }

    /// <summary>The time between two events; zero if the first has not happened, and up to now if only the second has not.</summary>
    public TimeSpan Between(JobEvent from, JobEvent to)
    {
        if (!Has(from))
            return TimeSpan.Zero;
        return time.GetElapsedTime(At(from), Has(to) ? At(to) : time.GetTimestamp());
    }

    /// <summary>Adds the times of waiting, running and answering to the request's timings.</summary>
    public void AddTo(StageTimings timings)
    {
        timings.Queue += Between(JobEvent.Arrived, JobEvent.PreparationBegan) + Between(JobEvent.Prepared, JobEvent.RunBegan)
            + Between(JobEvent.RunEnded, JobEvent.AnswerBegan);
        timings.Compute += Between(JobEvent.RunBegan, JobEvent.RunEnded);
        timings.Answer += Between(JobEvent.AnswerBegan, JobEvent.Ended);
    }

    [InlineArray((int)JobEvent.Ended + 1)]
    private struct Timestamps
    {
        private long _first;
    }
}
