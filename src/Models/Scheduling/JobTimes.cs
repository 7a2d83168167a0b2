using System.Diagnostics;
using Fovea.Models.Hosting;

namespace Fovea.Models.Scheduling;

/// <summary>Stopwatch instants in the life of a job; 0 for what has not happened.</summary>
internal sealed class JobTimes
{
    /// <summary>It was given to the scheduler.</summary>
    public long Submitted { get; } = Stopwatch.GetTimestamp();

    /// <summary>Its first preparation began.</summary>
    public long PreparationBegun { get; set; }

    /// <summary>It was ready to run.</summary>
    public long Prepared { get; set; }

    /// <summary>Its first run began.</summary>
    public long RunBegun { get; set; }

    /// <summary>Its last run ended.</summary>
    public long RunEnded { get; set; }

    /// <summary>The rows of the run that it was in last, its own included; 0 before that.</summary>
    public int BatchRows { get; set; }

    /// <summary>Adds waiting and running to the stages; a job that went only part of the way waited to its end.</summary>
    public void AddTo(StageTimings timings, long now)
    {
        long firstWork = PreparationBegun != 0 ? PreparationBegun : RunBegun;
        timings.Queue += Stopwatch.GetElapsedTime(Submitted, firstWork != 0 ? firstWork : now);
        if (PreparationBegun != 0 && Prepared != 0)
            timings.Queue += Stopwatch.GetElapsedTime(Prepared, RunBegun != 0 ? RunBegun : now);
        if (RunBegun != 0)
            timings.Compute += Stopwatch.GetElapsedTime(RunBegun, RunEnded != 0 ? RunEnded : now);
    }
}
