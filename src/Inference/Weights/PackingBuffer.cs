using System.Runtime.InteropServices;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Weights;

/// <summary>What one thread reads weights into on their way from the file to their packed place.</summary>
internal sealed unsafe class PackingBuffer : IDisposable
{
    /// <summary>Bytes that a packing should read at once: half of a second-level cache.</summary>
    public const int ChunkBytes = 512 * 1024;

    private void* _memory;
    private long _bytes;

    /// <summary>Room for so many bytes; what was read before is lost.</summary>
    public void* EnsureCapacity(long bytes)
    {
        if (bytes > _bytes)
        {
            Dispose();
            long size = Math.Max(bytes, ChunkBytes);
            _memory = NativeMemory.AlignedAlloc((nuint)size, Alignment.Bytes);
            _bytes = size;
        }

        return _memory;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _bytes = 0;
    }
}
