namespace Fovea.Api.Options;

/// <summary>
/// How much memory the parts take by default: fixed amounts, or shares of what the process may use where that is less. The rest is for
/// weights, activations, images being decoded, and the runtime.
/// </summary>
public sealed record MemoryDefaults
{
    private const long Mebibyte = 1L << 20;

    private MemoryDefaults(long available)
    {
        Available = available;
        PooledArenaBytes = Share(1024 * Mebibyte, 8);
        PlanBytes = Share(256 * Mebibyte, 8);
        ImageStoreBytes = Share(8 * Mebibyte, 64);
        MaxActivationBytes = Share(8192 * Mebibyte, 2);
        LoadMaxBytes = Share(192 * Mebibyte, 8);
        UploadBytes = Share(512 * Mebibyte, 4);
    }

    /// <summary>
    /// Of this process: the container's limit where it has one (.NET takes three quarters of it for its heap), else the machine's memory.
    /// </summary>
    public static MemoryDefaults Here { get; } = For(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>The bytes that the process may use.</summary>
    public long Available { get; }

    /// <summary>Default of <c>Inference:PooledArenaBytes</c>: an eighth, at most 1 GiB.</summary>
    public long PooledArenaBytes { get; }

    /// <summary>Default of <c>Inference:PlanBytes</c>: an eighth, at most 256 MiB.</summary>
    public long PlanBytes { get; }

    /// <summary>Default of <c>ImageStore:MaxBytes</c>: a sixty-fourth, at most 8 MiB.</summary>
    public long ImageStoreBytes { get; }

    /// <summary>Default of <c>Inference:MaxActivationBytes</c>: half, at most 8 GiB.</summary>
    public long MaxActivationBytes { get; }

    /// <summary>Default of <c>Models:LoadMaxBytes</c>: an eighth, at most 192 MiB.</summary>
    public long LoadMaxBytes { get; }

    /// <summary>Default of <c>Limits:MaxUploadBytes</c>: a quarter, at most 512 MiB.</summary>
    public long UploadBytes { get; }

    /// <summary>The defaults of a process that may use so many bytes.</summary>
    public static MemoryDefaults For(long available) => new(available);

    private long Share(long most, int part) => Math.Min(most, Math.Max(1, Available / part));
}
