using System.Buffers;

namespace Fovea.Imaging.Buffers;

/// <summary>
/// A pool of arrays for pixels, tensors and files. Small arrays come from the runtime's shared pool. For large ones that pool wastes
/// memory: it rounds up to a power of two (a 224x224 RGB image of floats takes 0.6 MB, rounded up to 1 MiB), and keeps an array per thread
/// that ever returned one (48 MB for a photo of 12 megapixels). So large arrays are pooled here, up to a limit, and dropped when they have
/// been idle for a while. What is dropped stays with the process until the oldest generation is collected, which without a limit on the
/// heap may not happen before a gigabyte of it lies there; so the pool has it collected before it lends more, and soon after much was
/// dropped. Thread-safe.
/// </summary>
public sealed class BufferPool : IDisposable
{
    private const int LargestShared = 64 << 10;
    private const int MostIdleBytes = 64 << 20;
    private const int Granularity = 4 << 10;

    /// <summary>
    /// Dropping this many bytes triggers a garbage collection: large arrays are freed only with the oldest generation, which may be minutes
    /// away.
    /// </summary>
    private const int WorthCollecting = 4 << 20;

    /// <summary>
    /// The most bytes of dropped arrays that may lie on the heap when a new one is made. A collection takes some milliseconds, since arrays
    /// of bytes hold nothing that has to be looked through; a picture of this size takes a hundred times as long to decode.
    /// </summary>
    private const int MostDroppedBytes = 128 << 20;

    /// <summary>Dropping this many bytes has them collected after <see cref="Soon"/>, not only when arrays have been idle.</summary>
    private const int MuchDropped = 32 << 20;

    /// <summary>
    /// The largest heap that is compacted, which returns its pages to the system but stops all threads for about 10 ms per 60 MiB. A larger
    /// heap is collected in the background.
    /// </summary>
    private const long MostCompacted = 128 << 20;

    private static readonly TimeSpan MostIdle = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly List<(byte[] Array, long Since)> _idle = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _idleBytes;

    // The bytes of the arrays that were dropped since the collection with this number began, and between it and the one before: a
    // collection in the background counts when it begins, and frees them when it ends.
    private long _droppedBytes;
    private long _droppedBefore;
    private int _collection;
    private bool _collectsSoon;

    /// <summary>Creates a pool.</summary>
    /// <param name="time">The clock; the system's when null.</param>
    internal BufferPool(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _timer = _time.CreateTimer(_ => DropIdle(), null, MostIdle, MostIdle);
    }

    /// <summary>The pool that the whole process shares.</summary>
    public static BufferPool Shared { get; } = new();

    /// <summary>Rents an array of at least this length; its contents are undefined.</summary>
    /// <param name="length">The least length in bytes.</param>
    public byte[] Rent(int length)
    {
        if (length <= LargestShared)
            return ArrayPool<byte>.Shared.Rent(length);
        lock (_idle)
        {
            // The smallest array that fits, but none of more than twice the length, which may soon be needed for its size. Among equal ones
            // the one that was returned last: it is the most likely to be in a cache.
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

        if (DroppedBytes() > MostDroppedBytes)
        {
#pragma warning disable RS0030 // What was dropped has to be free before more is taken.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
#pragma warning restore RS0030
            ForgetDropped();
        }

        long rounded = ((long)length + Granularity - 1) / Granularity * Granularity;
        return GC.AllocateUninitializedArray<byte>((int)Math.Min(rounded, Array.MaxLength));
    }

    /// <summary>Returns an array to the pool. The caller must not use it any more.</summary>
    /// <param name="array">An array that <see cref="Rent"/> returned.</param>
    public void Return(byte[] array)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.Length <= LargestShared)
        {
            ArrayPool<byte>.Shared.Return(array);
            return;
        }

        lock (_idle)
        {
            if (array.Length > MostIdleBytes)
            {
                Drop(array);
                return;
            }

            // The list is ordered by the time of return, so the first array has been idle longest.
            while (_idle.Count > 0 && _idleBytes + array.Length > MostIdleBytes)
                Drop(TakeAt(0));
            _idle.Add((array, _time.GetTimestamp()));
            _idleBytes += array.Length;
        }
    }

    /// <summary>Stops the timer that drops idle arrays.</summary>
    public void Dispose() => _timer.Dispose();

    /// <summary>Drops the arrays that have been idle for longer than <see cref="MostIdle"/>, and frees what was dropped.</summary>
    private void DropIdle()
    {
        lock (_idle)
        {
            _collectsSoon = false;
            while (_idle.Count > 0 && _time.GetElapsedTime(_idle[0].Since) > MostIdle)
                Drop(TakeAt(0));
        }

        long dropped = DroppedBytes();
        if (dropped < WorthCollecting)
            return;
        bool small = GC.GetTotalMemory(forceFullCollection: false) - dropped <= MostCompacted;
#pragma warning disable RS0030 // Arrays of this size die in the oldest generation, which an idle process never collects by itself.
        GC.Collect(GC.MaxGeneration, small ? GCCollectionMode.Aggressive : GCCollectionMode.Forced, blocking: small, compacting: small);
#pragma warning restore RS0030
        if (small)
            ForgetDropped();
    }

    private long DroppedBytes()
    {
        lock (_idle)
        {
            Count(0);
            return _droppedBytes + _droppedBefore;
        }
    }

    // After a collection that has ended.
    private void ForgetDropped()
    {
        lock (_idle)
        {
            Count(0);
            _droppedBefore = 0;
        }
    }

    private void Drop(byte[] array)
    {
        Count(array.Length);
        if (_droppedBytes + _droppedBefore < MuchDropped || _collectsSoon)
            return;
        _collectsSoon = true;
        _timer.Change(Soon, MostIdle);
    }

    private void Count(int bytes)
    {
        int collection = GC.CollectionCount(GC.MaxGeneration);
        if (collection != _collection)
        {
            // If there were two, the first has ended.
            _droppedBefore = collection == _collection + 1 ? _droppedBytes : 0;
            (_droppedBytes, _collection) = (0, collection);
        }

        _droppedBytes += bytes;
    }

    private byte[] TakeAt(int index)
    {
        byte[] array = _idle[index].Array;
        _idle.RemoveAt(index);
        _idleBytes -= array.Length;
        return array;
    }
}
