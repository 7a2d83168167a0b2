namespace Fovea.Inference.Memory;

/// <summary>Memory is handed out in cache lines, which are also the widest vectors.</summary>
internal static class Alignment
{
    public const int Bytes = 64;

    /// <summary>The next multiple of a cache line.</summary>
    public static long Up(long bytes) => checked(bytes + Bytes - 1) / Bytes * Bytes;
}
