namespace Fovea.Inference.Steps;

/// <summary>The state of a run that its steps depend on.</summary>
internal abstract class RunControl
{
    /// <summary>Whether the run was cancelled or has failed, so that further results are not used.</summary>
    public abstract bool IsStopped { get; }

    /// <summary>The number of threads that execute the run.</summary>
    public abstract int ThreadCount { get; }

    /// <summary>
    /// Stopwatch ticks per step, including the steps of segments (divided by the number of threads); null unless profiling.
    /// </summary>
    public long[]? StepTicks { get; set; }
}
