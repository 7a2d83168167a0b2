namespace Fovea.Inference.Planning;

/// <summary>
/// The aligned native memory of a model's constants and packed weights, shared by all its plans: the same tensor packed the same way is
/// held once, and nothing of it is held elsewhere. Also remembers the tensors that passes derived from constants (folded weights), so that
/// plans share those too. Thread-safe.
/// </summary>
internal sealed unsafe class ConstantStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Lock _filling = new();
    private readonly ConstantMemory _memory = new();
    private readonly Dictionary<(object Source, string Packing), PlanBuffer> _buffers = [];
    private readonly Dictionary<string, Tensor> _derived = [];
    private List<PackingJob> _pending = [];
    private bool _disposed;

    /// <summary>Bytes held.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>A tensor's elements in plain order.</summary>
    public PlanBuffer Plain(Tensor tensor) => Packed(tensor, "plain", tensor.ByteLength, target =>
        tensor.Read(0, new Span<byte>((void*)target, checked((int)tensor.ByteLength))));

    /// <summary>The memory, zeros at first, that <paramref name="fill"/> writes at once on first use for this source object and packing.</summary>
    public PlanBuffer Packed(object source, string packing, long bytes, Action<nint> fill)
    {
        lock (_lock)
        {
            if (Find(source, packing) is { } found)
                return found;
            PlanBuffer buffer = Take(bytes);
            new Span<byte>((void*)buffer.Address, checked((int)bytes)).Clear();
            fill(buffer.Address);
            _buffers.Add((source, packing), buffer);
            return buffer;
        }
    }

    /// <summary>The memory that <paramref name="pack"/> writes completely, part by part, before <see cref="Fill"/> returns.</summary>
    public PlanBuffer Packed(object source, string packing, long bytes, int parts, PackPart pack)
    {
        lock (_lock)
        {
            if (Find(source, packing) is { } found)
                return found;
            PlanBuffer buffer = Take(bytes);
            _buffers.Add((source, packing), buffer);
            _pending.Add(new PackingJob(buffer.Address, bytes, parts, pack));
            return buffer;
        }
    }

    /// <summary>Writes the weights that plans have asked for, on up to so many threads; what fails is tried again by the next call.</summary>
    public void Fill(int threads)
    {
        lock (_filling)
        {
            List<PackingJob> jobs;
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                (jobs, _pending) = (_pending, []);
            }

            try
            {
                PackingTeam.Run(jobs, threads);
            }
            finally
            {
                lock (_lock)
                    _pending.AddRange(jobs.Where(j => !j.IsDone));
                foreach (PackingJob job in jobs.Where(j => !j.IsDone))
                    job.Restart();
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
            _derived.Clear();
            _pending.Clear();
            _memory.Dispose();
        }
    }

    private PlanBuffer? Find(object source, string packing)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _buffers.GetValueOrDefault((source, packing));
    }

    private PlanBuffer Take(long bytes) => new(bytes) { Address = _memory.Take(bytes) };
}
