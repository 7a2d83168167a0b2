using System.Runtime.InteropServices;
using Fovea.Inference.Execution;

namespace Fovea.Inference.Planning;

/// <summary>
/// The aligned native memory of a model's constants and packed weights, shared by all its plans: the same tensor packed the same way is
/// held once. Also remembers tensors that passes derived from constants (folded weights), so that plans share those too. Thread-safe.
/// </summary>
internal sealed unsafe class ConstantStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(object Source, string Packing), PlanBuffer> _buffers = [];
    private readonly Dictionary<string, Tensor> _derived = [];
    private bool _disposed;

    /// <summary>Bytes held.</summary>
    public long Bytes { get; private set; }

    /// <summary>A tensor's elements in plain order.</summary>
    public PlanBuffer Plain(Tensor tensor) => Packed(tensor, "plain", tensor.Bytes.Length, target =>
        tensor.Bytes.Span.CopyTo(new Span<byte>((void*)target, tensor.Bytes.Length)));

    /// <summary>The memory that <paramref name="fill"/> writes on first use for this source object and packing.</summary>
    public PlanBuffer Packed(object source, string packing, long bytes, Action<nint> fill)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_buffers.TryGetValue((source, packing), out PlanBuffer? buffer))
                return buffer;
            long size = Alignment.Up(Math.Max(1, bytes)) + Alignment.Bytes;
            nint address = (nint)NativeMemory.AlignedAlloc((nuint)size, Alignment.Bytes);
            NativeMemory.Clear((void*)address, (nuint)size);
            fill(address);
            buffer = new PlanBuffer(bytes) { Address = address };
            _buffers.Add((source, packing), buffer);
            Bytes += size;
            return buffer;
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
            foreach (PlanBuffer buffer in _buffers.Values)
                NativeMemory.AlignedFree((void*)buffer.Address);
            _buffers.Clear();
            _derived.Clear();
            Bytes = 0;
        }
    }
}
