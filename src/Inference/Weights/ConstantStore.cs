using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// The aligned native memory of a model's constants and packed weights, shared by all its plans: equal constants packed the same way are
/// held once, and nothing of them is held elsewhere. Thread-safe; nothing is read or packed under a lock.
/// </summary>
/// <param name="forPlan">Whether it holds what is of one plan, and goes with it.</param>
/// <param name="measureOnly">Whether memory is only counted: nothing is allocated, read or written, and no plan over it can run.</param>
internal sealed class ConstantStore(bool measureOnly = false, bool forPlan = false) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ConstantMemory _memory = new(forPlan);
    private readonly Dictionary<(ConstantData? Source, Packing Packing), PackingJob> _jobs = [];
    private long _measured;
    private bool _disposed;

    /// <summary>Bytes held, or counted.</summary>
    public long Bytes => measureOnly ? _measured : _memory.Bytes;

    /// <summary>A store for the constants of one plan, of the same kind.</summary>
    public ConstantStore ForPlan() => new(measureOnly, forPlan: true);

    /// <summary>
    /// The job that writes a constant packed this way, and its memory; the same for all who ask. Equal constants are one.
    /// </summary>
    /// <param name="source">What is packed; null where the packing says all.</param>
    /// <param name="packing">How.</param>
    /// <param name="context">The node that asks, for errors; the first stands for all. Null for none.</param>
    public PackingJob Job(ConstantData? source, Packing packing, ErrorContext? context = null)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_jobs.TryGetValue((source, packing), out PackingJob? job))
                _jobs.Add((source, packing), job = new PackingJob(source, packing, Allocate(packing), context ?? ErrorContext.None));
            return job;
        }
    }

    /// <summary>
    /// Writes the weights of these jobs that are not written yet, on up to so many threads; what another compilation is writing is written
    /// together with it. A job that fails can be tried again; it does not hinder others.
    /// </summary>
    public void Fill(IEnumerable<PackingJob> needed, int threads)
    {
        if (!measureOnly)
            PackingTeam.Run([.. needed.Where(job => !job.IsDone).Select(job => job.Join())], threads);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _jobs.Clear();
            _memory.Dispose();
        }
    }

    private PlanBuffer Allocate(Packing packing)
    {
        if (!measureOnly)
            return new PlanBuffer(packing.ElementType, packing.Elements) { Address = _memory.Allocate(packing.Bytes) };
        _measured += ConstantMemory.SizeOf(packing.Bytes);
        return new PlanBuffer(packing.ElementType, packing.Elements) { Address = Alignment.Bytes };
    }
}
