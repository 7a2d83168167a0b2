using Fovea.Models.Scheduling;

namespace Fovea.Models.Serving;

/// <summary>The run of one job, which shares it with no other.</summary>
/// <param name="run">Runs it on the calling thread and on others, up to a number of threads in all.</param>
internal sealed class ActionTarget(Action<int, CancellationToken> run) : RunTarget
{
    public override int RowsPerRun => 0;

    public override bool IsShared => false;

    public override bool IsPrediction => false;

    public override void Resolve()
    {
    }

    public override void Run(IReadOnlyList<BatchSlice> slices, int threads, CancellationToken cancellationToken) =>
        run(threads, cancellationToken);
}
