using System.Collections.Concurrent;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>A target that notes runs of a wrong size, and counts the rows of the others for their jobs.</summary>
internal sealed class RecordedTarget(bool shared, int rowsPerRun, int maxSize, ConcurrentBag<string> faults) : RunTarget
{
    private volatile bool _isShared;

    public override int RowsPerRun => rowsPerRun;

    public override bool IsShared => _isShared;

    public override void Resolve() => _isShared = shared;

    public override void Run(IReadOnlyList<BatchSlice> slices, int threads, CancellationToken cancellationToken)
    {
        int rows = slices.Sum(slice => slice.Rows);
        if (rows < 1 || slices.Any(slice => slice.Rows < 1))
            faults.Add("A run without rows.");
        if (slices.Count > 1 && (!shared || rows > maxSize))
            faults.Add($"A run of {rows} rows of {slices.Count} jobs, where at most {(shared ? maxSize : 0)} may run together.");
        foreach (BatchSlice slice in slices)
            ((RecordedJob)slice.Job).BeginRun();
        Thread.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (slices.Any(slice => ((RecordedJob)slice.Job).RunFails))
            throw new InvalidDataException("run");
        foreach (BatchSlice slice in slices)
            ((RecordedJob)slice.Job).Count(slice.First, slice.Rows);
    }
}
