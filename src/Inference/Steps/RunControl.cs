namespace Fovea.Inference.Steps;

/// <summary>What steps need to know of the run that executes them.</summary>
internal abstract class RunControl
{
    /// <summary>Whether the run was cancelled or has failed: what is computed from now on is not read.</summary>
    public abstract bool IsStopped { get; }

    /// <summary>The threads of the run's team.</summary>
    public abstract int ThreadCount { get; }

    /// <summary>Stopwatch ticks per step, those of segments included (spread over the team); null unless profiling.</summary>
    public long[]? StepTicks { get; set; }
}
