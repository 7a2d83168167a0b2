using Fovea.Imaging.Buffers;

namespace Fovea.Models.Images;

/// <summary>An array of the buffer pool that several handles share; it begins with one handle and goes back to the pool with the last. Thread-safe.</summary>
internal sealed class SharedArray(byte[] array)
{
    private int _handles = 1;

    public byte[] Array { get; } = array;

    /// <summary>Adds a handle, unless the last one is gone.</summary>
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

    /// <summary>Gives a handle up; the array goes back after the last one.</summary>
    public void RemoveHandle()
    {
        if (Interlocked.Decrement(ref _handles) == 0)
            BufferPool.Shared.Return(Array);
    }
}
