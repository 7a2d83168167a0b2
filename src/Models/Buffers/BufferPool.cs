using System.Buffers;

namespace Fovea.Models.Buffers;

/// <summary>
/// Lends arrays for pixels, tensors and files. Small ones come from the shared pool. That pool rounds up to a power of two (an image of 224x224 as floats
/// from 0.6 to 1 MiB) and would keep a large one per thread that ever returned it (a photo of 12 megapixels takes 48 MB), so larger ones are kept
/// here, a bounded amount of them. Thread-safe.
/// </summary>
internal sealed class BufferPool
{
    private const int LargestShared = 128 << 10;
    private const int MostIdleBytes = 64 << 20;
    private const int Granularity = 64 << 10;

    private readonly List<byte[]> _idle = [];
    private int _idleBytes;

    /// <summary>The pool of the process.</summary>
    public static BufferPool Shared { get; } = new();

    /// <summary>An array of at least this length; its content is arbitrary.</summary>
    public byte[] Rent(int length)
    {
        if (length <= LargestShared)
            return ArrayPool<byte>.Shared.Rent(length);
        lock (_idle)
        {
            // Those returned last first: they are the likeliest to be in a cache.
            for (int i = _idle.Count - 1; i >= 0; i--)
            {
                // Not one that is far too large: it would be missing where it is needed.
                if (_idle[i].Length >= length && _idle[i].Length / 2 <= length)
                    return TakeAt(i);
            }
        }

        long rounded = ((long)length + Granularity - 1) / Granularity * Granularity;
        return GC.AllocateUninitializedArray<byte>((int)Math.Min(rounded, Array.MaxLength));
    }

    /// <summary>Takes back an array that <see cref="Rent"/> lent.</summary>
    public void Return(byte[] array)
    {
        if (array.Length <= LargestShared)
        {
            ArrayPool<byte>.Shared.Return(array);
            return;
        }

        if (array.Length > MostIdleBytes)
            return;
        lock (_idle)
        {
            while (_idleBytes + array.Length > MostIdleBytes)
                TakeAt(0);
            _idle.Add(array);
            _idleBytes += array.Length;
        }
    }

    private byte[] TakeAt(int index)
    {
        byte[] array = _idle[index];
        _idle.RemoveAt(index);
        _idleBytes -= array.Length;
        return array;
    }
}
