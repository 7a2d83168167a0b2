namespace Fovea.Inference;

/// <summary>
/// The working memory that all models share that are being loaded at one time. A load that finds too little left is put off
/// (<see cref="LoadPutOffException"/>), to be tried again when another one has ended; alone, each has what its own limits allow. What
/// little most models take is not counted. Thread-safe.
/// </summary>
/// <param name="maxBytes">The bytes.</param>
public sealed class LoadMemory(long maxBytes)
{
    private long _used;

    /// <summary>The bytes in use.</summary>
    internal long UsedBytes => Interlocked.Read(ref _used);

    /// <param name="bytes">The bytes to take.</param>
    /// <param name="held">What the load holds already.</param>
    internal bool TryTake(long bytes, long held)
    {
        long used = Interlocked.Add(ref _used, bytes);
        if (used <= maxBytes || used == held + bytes)
            return true;
        Give(bytes);
        return false;
    }

    internal void Give(long bytes) => Interlocked.Add(ref _used, -bytes);
}

/// <summary>Other models that are being loaded take the memory that this one needs. Try again when one of them has ended.</summary>
public sealed class LoadPutOffException : OperationCanceledException
{
    internal LoadPutOffException() : base("Other models that are being loaded take the memory that this one needs.")
    {
    }
}
