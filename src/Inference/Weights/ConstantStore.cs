using Fovea.Inference.Memory;

namespace Fovea.Inference.Weights;

/// <summary>
/// The aligned native memory of a model's constants and packed weights, shared by all its plans: the same tensor packed the same way is
/// held once, and nothing of it is held elsewhere. Also remembers the tensors that passes derived from constants (folded weights), so that
/// plans share those too. Thread-safe.
/// </summary>
/// <param name="measureOnly">Whether memory is only counted: nothing is allocated, read or written, and no plan over it can run.</param>
internal sealed unsafe class ConstantStore(bool measureOnly = false) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Lock _filling = new();
    private readonly ConstantMemory _memory = new();
    private readonly Dictionary<(object Source, string Packing), PlanBuffer> _buffers = [];
    private readonly Dictionary<(object Source, string Packing), PlanBuffer> _unwritten = [];
    private readonly Dictionary<PlanBuffer, PackingJob> _jobs = [];
    private readonly Dictionary<string, Tensor> _derived = [];
    private long _measured;
    private bool _disposed;

    /// <summary>Bytes held, or counted.</summary>
    public long Bytes => measureOnly ? _measured : _memory.Bytes;

    /// <summary>The memory, zeros at first, that <paramref name="fill"/> writes at once on first use for this source object and packing.</summary>
    public PlanBuffer Packed(object source, string packing, long bytes, Action<nint> fill)
    {
        lock (_lock)
        {
            if (Find(source, packing) is { } found)
                return found;
            // What a fill that failed was to write is kept for the next attempt.
            if (!_unwritten.Remove((source, packing), out PlanBuffer? buffer))
                buffer = Take(bytes);
            if (!measureOnly)
            {
                _unwritten.Add((source, packing), buffer);
                new Span<byte>((void*)buffer.Address, checked((int)bytes)).Clear();
                fill(buffer.Address);
                _unwritten.Remove((source, packing));
            }

            _buffers.Add((source, packing), buffer);
            return buffer;
        }
    }

    /// <summary>
    /// The memory that <paramref name="pack"/> is to write completely, part by part, and the job that does so; no job when it is written.
    /// </summary>
    public (PlanBuffer Buffer, PackingJob? Job) Packed(object source, string packing, long bytes, int parts, PackPart pack)
    {
        lock (_lock)
        {
            if (Find(source, packing) is { } found)
                return (found, _jobs.GetValueOrDefault(found));
            PlanBuffer buffer = Take(bytes);
            _buffers.Add((source, packing), buffer);
            if (measureOnly)
                return (buffer, null);
            var job = new PackingJob(buffer.Address, bytes, parts, pack);
            _jobs.Add(buffer, job);
            return (buffer, job);
        }
    }

    /// <summary>Writes the weights of these jobs that are not written yet, on up to so many threads. A job that fails can be tried again; it does not hinder others.</summary>
    public void Fill(IReadOnlyCollection<PackingJob> needed, int threads)
    {
        lock (_filling)
        {
            lock (_lock)
                ObjectDisposedException.ThrowIf(_disposed, this);
            PackingJob[] jobs = [.. needed.Where(job => !job.IsDone)];
            try
            {
                PackingTeam.Run(jobs, threads);
            }
            finally
            {
                foreach (PackingJob job in jobs.Where(job => !job.IsDone))
                    job.Restart();
                lock (_lock)
                {
                    foreach (PlanBuffer done in _jobs.Where(pair => pair.Value.IsDone).Select(pair => pair.Key).ToArray())
                        _jobs.Remove(done);
                }
            }
        }
    }

    /// <summary>The tensor derived under this key, made on first use; the key says from what and how.</summary>
    public Tensor Derived(string key, Func<Tensor> make)
    {
        lock (_lock)
        {
            if (!_derived.TryGetValue(key, out Tensor? tensor))
                _derived.Add(key, tensor = make());
            return tensor;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _buffers.Clear();
            _unwritten.Clear();
            _jobs.Clear();
            _derived.Clear();
            _memory.Dispose();
        }
    }

    private PlanBuffer? Find(object source, string packing)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _buffers.GetValueOrDefault((source, packing));
    }

    private PlanBuffer Take(long bytes)
    {
        if (!measureOnly)
            return new PlanBuffer(bytes) { Address = _memory.Take(bytes) };
        _measured += ConstantMemory.SizeOf(bytes);
        return new PlanBuffer(bytes) { Address = Alignment.Bytes };
    }
}
