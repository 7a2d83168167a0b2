using System.Collections.Concurrent;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Weights;

/// <summary>
/// The aligned native memory of a model's constants and packed weights, shared by all its plans: the same constant packed the same way is
/// held once, and nothing of it is held elsewhere. Also remembers the constants that passes derived from others (folded weights), so that
/// plans share those too. Thread-safe; nothing is read or packed under a lock.
/// </summary>
/// <param name="measureOnly">Whether memory is only counted: nothing is allocated, read or written, and no plan over it can run.</param>
internal sealed class ConstantStore(bool measureOnly = false) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ConstantMemory _memory = new();
    private readonly Dictionary<(Tensor? Source, Packing Packing), PackingJob> _jobs = [];
    private readonly ConcurrentDictionary<Derivation, Tensor> _derived = [];
    private long _measured;
    private bool _disposed;

    /// <summary>Bytes held, or counted.</summary>
    public long Bytes => measureOnly ? _measured : _memory.Bytes;

    /// <summary>The job that writes a constant (this object, not one of equal contents) packed this way, and its memory; the same for all who ask.</summary>
    public PackingJob Job(Tensor? source, Packing packing)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_jobs.TryGetValue((source, packing), out PackingJob? job))
                _jobs.Add((source, packing), job = new PackingJob(source, packing, Take(packing.Bytes)));
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

    /// <summary>The constant derived under this key, made on first use. Where two plans ask at once both may make it; both get the same one.</summary>
    public Tensor Derived(Derivation key, Func<Tensor> make) => _derived.GetOrAdd(key, static (_, make) => make(), make);

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _jobs.Clear();
            _derived.Clear();
            _memory.Dispose();
        }
    }

    private PlanBuffer Take(long bytes)
    {
        if (!measureOnly)
            return new PlanBuffer(bytes) { Address = _memory.Take(bytes) };
        _measured += ConstantMemory.SizeOf(bytes);
        return new PlanBuffer(bytes) { Address = Alignment.Bytes };
    }
}
