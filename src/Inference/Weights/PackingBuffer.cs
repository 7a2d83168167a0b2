using System.Runtime.InteropServices;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Weights;

/// <summary>What one thread reads weights into on their way from the file to their packed place.</summary>
internal sealed unsafe class PackingBuffer : IDisposable
{
    /// <summary>Floats that a packing should read at once: half of a second-level cache.</summary>
    public const int Floats = 128 * 1024;

    private float* _memory;
    private long _floats;

    /// <summary>Room for so many floats; what was read before is lost.</summary>
    public float* Room(long floats)
    {
        if (floats > _floats)
        {
            Dispose();
            _floats = Math.Max(floats, Floats);
            _memory = (float*)NativeMemory.AlignedAlloc((nuint)(_floats * sizeof(float)), Alignment.Bytes);
        }

        return _memory;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _floats = 0;
    }
}
