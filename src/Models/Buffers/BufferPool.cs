using System.Buffers;

namespace Fovea.Models.Buffers;

/// <summary>
/// Lends arrays for pixels, tensors and files. Small ones come from the shared pool. That pool rounds up to a power of two (an image of 224x224 as floats
/// from 0.6 to 1 MiB) and would keep a large one per thread that ever returned it (a photo of 12 megapixels takes 48 MB), so larger ones are kept
/// here, a bounded amount of them and for a while. Thread-safe.
/// </summary>
/// <param name="time">The clock; the system's when null.</param>
internal sealed class BufferPool(TimeProvider? time = null)
{
    private const int LargestShared = 128 << 10;
    private const int MostIdleBytes = 64 << 20;
    private const int Granularity = 64 << 10;


    private static readonly TimeSpan MostIdle = TimeSpan.FromSeconds(15);

    private readonly List<(byte[] Array, long Since)> _idle = [];
    private readonly TimeProvider _time = time ?? TimeProvider.System;
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
                if (_idle[i].Array.Length >= length && _idle[i].Array.Length / 2 <= length)
                    return TakeAt(i);
            }
        }

        long rounded = ((long)length + Granularity - 1) / Granularity * Granularity;
        return GC.AllocateUninitializedArray<byte>((int)Math.Min(rounded, Array.MaxLength));
    }

    /// <summary>Takes back an array that <see cref="Rent"/> lent; leaves those to the collector that have been idle for long.</summary>
    public void Return(byte[] array)
    {
        if (array.Length <= LargestShared)
        {
            ArrayPool<byte>.Shared.Return(array);
            return;
        }

        if (array.Length > MostIdleBytes)
            return;
        long now = _time.GetTimestamp();
        lock (_idle)
        {
            // What was returned first stands first.
            while (_idle.Count > 0 && (_idleBytes + array.Length > MostIdleBytes || _time.GetElapsedTime(_idle[0].Since, now) > MostIdle))
                TakeAt(0);
            _idle.Add((array, now));
            _idleBytes += array.Length;
        }
    }

    private byte[] TakeAt(int index)
    {
        byte[] array = _idle[index].Array;
        _idle.RemoveAt(index);
        _idleBytes -= array.Length;
        return array;
    }
}
