using System.Runtime.InteropServices;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Weights;

/// <summary>The buffer of one thread, for weights read from the file before they are packed.</summary>
internal sealed unsafe class PackingBuffer : IDisposable
{
    /// <summary>
    /// The number of bytes that a packing should read at once: at most half of the second-level cache of every processor in the table.
    /// </summary>
    public const int ChunkBytes = 512 * 1024;

    private void* _memory;
    private long _bytes;

    /// <summary>Returns memory for this many bytes; previous contents are lost.</summary>
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
