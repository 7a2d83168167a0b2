namespace Fovea.Inference.Memory;

/// <summary>Memory is allocated in whole cache lines, which are as wide as the widest vectors.</summary>
internal static class Alignment
{
    public const int Bytes = 64;

    /// <summary>The next multiple of a cache line.</summary>
    public static long Up(long bytes) => Up(bytes, Bytes);

    /// <summary>The next multiple of <paramref name="unit"/>.</summary>
    public static long Up(long bytes, long unit) => checked(bytes + unit - 1) / unit * unit;
}
