using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>A target whose runs a test decides, and that remembers them.</summary>
internal sealed class TestTarget(bool shared = true, int rowsPerRun = 0) : RunTarget
{
    private readonly List<(TestJob[] Jobs, int Rows, int Threads)> _runs = [];

    public override int RowsPerRun => rowsPerRun;

    public override bool IsShared => shared;

    /// <summary>What a run does; nothing by default.</summary>
    public Action<IReadOnlyList<BatchSlice>, CancellationToken> OnRun { get; set; } = (_, _) => { };

    /// <summary>The rows of each run, in order.</summary>
    public IReadOnlyList<int> Sizes => [.. Runs.Select(run => run.Rows)];

    /// <summary>The jobs, rows and threads of each run, in order.</summary>
    public IReadOnlyList<(TestJob[] Jobs, int Rows, int Threads)> Runs
    {
        get
        {
            lock (_runs)
                return [.. _runs];
        }
    }

    public override void Resolve()
    {
    }

    public override void Run(IReadOnlyList<BatchSlice> slices, int threads, CancellationToken cancellationToken)
    {
        OnRun(slices, cancellationToken);
        lock (_runs)
            _runs.Add(([.. slices.Select(slice => (TestJob)slice.Job)], slices.Sum(slice => slice.Rows), threads));
    }
}
