namespace Fovea.Inference.Weights;

/// <summary>Writes one part of packed weights.</summary>
/// <param name="target">The memory of the whole.</param>
/// <param name="part">Which part.</param>
/// <param name="buffer">The executing thread's memory for what it reads.</param>
internal unsafe delegate void PackPart(float* target, int part, PackingBuffer buffer);

/// <summary>Weights that have their place and are yet to be written, in parts that do not depend on each other.</summary>
internal sealed class PackingJob(nint target, long bytes, int parts, PackPart pack)
{
    private int _claimed;
    private int _done;

    public long Bytes => bytes;

    public bool IsDone => Volatile.Read(ref _done) == parts;

    /// <summary>Forgets what an attempt that failed has done.</summary>
    public void Restart() => (_claimed, _done) = (0, 0);

    /// <summary>Writes parts until none is left to claim.</summary>
    public unsafe void Work(PackingBuffer buffer, ref bool stop)
    {
        while (!Volatile.Read(ref stop))
        {
            int part = Interlocked.Increment(ref _claimed) - 1;
            if (part >= parts)
                return;
            pack((float*)target, part, buffer);
            Interlocked.Increment(ref _done);
        }
    }
}
