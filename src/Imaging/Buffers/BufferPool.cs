using System.Buffers;

namespace Fovea.Imaging.Buffers;

/// <summary>
/// Lends arrays for pixels, tensors and files. Small ones come from the shared pool. That pool rounds up to a power of two (an image of 224x224 as floats
/// from 0.6 to 1 MiB) and would keep a large one per thread that ever returned it (a photo of 12 megapixels takes 48 MB), so larger ones are kept
/// here, a bounded amount of them and for a while. Thread-safe.
/// </summary>
public sealed class BufferPool : IDisposable
{
    private const int LargestShared = 64 << 10;
    private const int MostIdleBytes = 64 << 20;
    private const int Granularity = 4 << 10;

    /// <summary>So much that was let go is worth a collection: large arrays are collected with the oldest generation only, which may be minutes away.</summary>
    private const int WorthCollecting = 4 << 20;

    /// <summary>A heap of so many bytes is compacted, which stops all threads for 10 ms per 60 MiB but gives its pages back; a larger one is swept beside them.</summary>
    private const long MostCompacted = 128 << 20;

    private static readonly TimeSpan MostIdle = TimeSpan.FromSeconds(15);

    private readonly List<(byte[] Array, long Since)> _idle = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _idleBytes;

    /// <summary>Creates a pool.</summary>
    /// <param name="time">The clock; the system's when null.</param>
    internal BufferPool(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _timer = _time.CreateTimer(_ => LetGo(), null, MostIdle, MostIdle);
    }

    /// <summary>The pool of the process.</summary>
    public static BufferPool Shared { get; } = new();

    /// <summary>An array of at least this length; its content is arbitrary.</summary>
    public byte[] Rent(int length)
    {
        if (length <= LargestShared)
            return ArrayPool<byte>.Shared.Rent(length);
        lock (_idle)
        {
            // Of equal ones that returned last: it is the likeliest to be in a cache. Not one that is far too large: it would be missing where it is needed.
            int best = -1;
            for (int i = _idle.Count - 1; i >= 0; i--)
            {
                int size = _idle[i].Array.Length;
                if (size >= length && size / 2 <= length && (best < 0 || size < _idle[best].Array.Length))
                    best = i;
            }

            if (best >= 0)
                return TakeAt(best);
        }

        long rounded = ((long)length + Granularity - 1) / Granularity * Granularity;
        return GC.AllocateUninitializedArray<byte>((int)Math.Min(rounded, Array.MaxLength));
    }

    /// <summary>Takes back an array that <see cref="Rent"/> lent.</summary>
    public void Return(byte[] array)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.Length <= LargestShared)
        {
            ArrayPool<byte>.Shared.Return(array);
            return;
        }

        if (array.Length > MostIdleBytes)
            return;
        lock (_idle)
        {
            // What was returned first stands first.
            while (_idle.Count > 0 && _idleBytes + array.Length > MostIdleBytes)
                TakeAt(0);
            _idle.Add((array, _time.GetTimestamp()));
            _idleBytes += array.Length;
        }
    }

    /// <summary>Ends the clearing of idle arrays.</summary>
    public void Dispose() => _timer.Dispose();

    /// <summary>Leaves arrays to the collector that have been idle for long.</summary>
    private void LetGo()
    {
        int before, after;
        lock (_idle)
        {
            before = _idleBytes;
            while (_idle.Count > 0 && _time.GetElapsedTime(_idle[0].Since) > MostIdle)
                TakeAt(0);
            after = _idleBytes;
        }

        if (before - after < WorthCollecting)
            return;
        bool small = GC.GetTotalMemory(forceFullCollection: false) <= MostCompacted;
#pragma warning disable RS0030 // Arrays of this size die in the oldest generation, which an idle process never collects by itself.
        GC.Collect(GC.MaxGeneration, small ? GCCollectionMode.Aggressive : GCCollectionMode.Forced, blocking: small, compacting: small);
#pragma warning restore RS0030
    }

    private byte[] TakeAt(int index)
    {
        byte[] array = _idle[index].Array;
        _idle.RemoveAt(index);
        _idleBytes -= array.Length;
        return array;
    }
}
