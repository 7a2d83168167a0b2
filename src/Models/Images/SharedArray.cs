using Fovea.Imaging.Buffers;

namespace Fovea.Models.Images;

/// <summary>
/// A reference-counted array of the buffer pool. It starts with one handle and is returned to the pool with the last. Thread-safe.
/// </summary>
internal sealed class SharedArray(byte[] array)
{
    private int _handles = 1;

    public byte[] Array { get; } = array;

    /// <summary>Adds a handle; false when the last one was removed already.</summary>
    public bool TryAddHandle()
    {
        int handles = Volatile.Read(ref _handles);
        while (handles > 0)
        {
            int seen = Interlocked.CompareExchange(ref _handles, handles + 1, handles);
            if (seen == handles)
                return true;
            handles = seen;
        }

        return false;
    }

    /// <summary>Removes a handle; with the last one the array is returned to the pool.</summary>
    public void RemoveHandle()
    {
        if (Interlocked.Decrement(ref _handles) == 0)
            BufferPool.Shared.Return(Array);
    }
}
