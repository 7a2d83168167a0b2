using System.Runtime.CompilerServices;

namespace Fovea.Models.Scheduling;

/// <summary>When the events in the life of one job happened, as timestamps of the scheduler's clock. The scheduler's lock guards it until the job has ended.</summary>
internal sealed class JobTimes(TimeProvider time)
{
    private Timestamps _at;
    private int _happened;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => time;

    /// <summary>The rows of the run that the job was in last, those of other jobs included; 0 before that.</summary>
    public int BatchRows { get; set; }

    /// <summary>Whether an event has happened.</summary>
    public bool Has(JobEvent what) => (_happened & 1 << (int)what) != 0;

    /// <summary>When an event happened.</summary>
    /// <exception cref="InvalidOperationException">It has not.</exception>
    public long At(JobEvent what) => Has(what) ? _at[(int)what] : throw new InvalidOperationException($"{what} has not happened.");

    /// <summary>An event happens now; of the first one of its kind the time stays.</summary>
    public void First(JobEvent what)
    {
        if (!Has(what))
            Last(what);
    }

    /// <summary>An event happens now; of the last one of its kind the time stays.</summary>
    public void Last(JobEvent what)
    {
        _at[(int)what] = time.GetTimestamp();
        _happened |= 1 << (int)what;
    }

    /// <summary>How long it took from one event to another: zero where the first has not happened, until now where only the second has not.</summary>
    public TimeSpan Between(JobEvent from, JobEvent to)
    {
        if (!Has(from))
            return TimeSpan.Zero;
        return time.GetElapsedTime(At(from), Has(to) ? At(to) : time.GetTimestamp());
    }

    /// <summary>Adds waiting and running to the stages of the request.</summary>
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
