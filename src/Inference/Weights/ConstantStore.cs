using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// The aligned native memory of a model's constants and packed weights, shared by all its plans: equal constants with the same packing are
/// stored once. Thread-safe; no lock is held while reading or packing.
/// </summary>
/// <param name="forPlan">Whether it holds the constants of one plan and is released with it.</param>
/// <param name="measureOnly">Whether memory is only counted: nothing is allocated, read or written, and plans that use the store cannot
/// run.</param>
internal sealed class ConstantStore(bool measureOnly = false, bool forPlan = false) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ConstantMemory _memory = new(forPlan);
    private readonly Dictionary<(ConstantData? Source, Packing Packing), PackingJob> _jobs = [];
    private long _measured;
    private bool _disposed;

    /// <summary>Whether memory is only counted.</summary>
    public bool MeasuresOnly => measureOnly;

    /// <summary>The number of constants.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _jobs.Count;
        }
    }

    /// <summary>Bytes allocated, or counted.</summary>
    public long Bytes => measureOnly ? _measured : _memory.Bytes;

    /// <summary>A store for the constants of one plan, of the same kind.</summary>
    public ConstantStore ForPlan() => new(measureOnly, forPlan: true);

    /// <summary>The job that packs a constant into its memory. Equal constants with the same packing share one job.</summary>
    /// <param name="source">The constant; null if the packing needs no source.</param>
    /// <param name="packing">The packing.</param>
    /// <param name="context">The requesting node, for errors; if several nodes request the same job, the first one. May be null.</param>
    /// <param name="budget">The memory is taken from it first; null for no limit.</param>
    /// <exception cref="LoadLimitException">The budget does not allow the memory.</exception>
    public PackingJob Job(ConstantData? source, Packing packing, ErrorContext? context = null, LoadBudget? budget = null)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_jobs.TryGetValue((source, packing), out PackingJob? job))
            {
                if (!measureOnly)
                    budget?.Take(ConstantMemory.SizeOf(packing.Bytes), "the packed weights and constants");
                _jobs.Add((source, packing), job = new PackingJob(source, packing, Allocate(packing), context ?? ErrorContext.None));
            }


            return job;
        }
    }

    /// <summary>
    /// Completes these jobs on at most <paramref name="threads"/> threads, together with other compilations that work on the same ones. A
    /// job that fails can be retried and does not affect others.
    /// </summary>
    public void Fill(IEnumerable<PackingJob> needed, int threads, LoadBudget? budget = null)
    {
        if (measureOnly)
            return;
        lock (_lock)
            _memory.UseLargePages();
        PackingTeam.Run([.. needed.Where(job => !job.IsDone).Select(job => job.Join())], threads, budget);
    }

    /// <summary>
    /// Forgets the sources of what is packed, which may be as large: no more jobs are requested from the store of a plan once the plan is
    /// compiled.
    /// </summary>
    public void ForgetSources()
    {
        lock (_lock)
            _jobs.Clear();
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
