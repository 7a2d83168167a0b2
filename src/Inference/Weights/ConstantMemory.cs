using Fovea.Inference.Memory;

namespace Fovea.Inference.Weights;

/// <summary>
/// A bump allocator in native memory: allocations are freed together. Blocks are large, so that small allocations share pages and the
/// operating system can use large pages; memory that is never written to occupies no physical memory.
/// </summary>
/// <param name="forPlan">Whether it holds the constants of one plan, which are few and small.</param>
internal sealed class ConstantMemory(bool forPlan = false) : IDisposable
{
    private const long FirstBlock = 2L << 20;

    private const long LargestBlock = 64L << 20;

    private readonly List<(nint Address, long Bytes)> _blocks = [];
    private nint _next;
    private long _remaining;

    /// <summary>Frees the constants of a plan that the cache has dropped, once no run refers to it.</summary>
    ~ConstantMemory() => Free();

    /// <summary>Bytes allocated.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// Allocates <paramref name="bytes"/>, aligned to a cache line and followed by room for one vector; the contents are undefined.
    /// </summary>
    public nint Allocate(long bytes)
    {
        long size = SizeOf(bytes);
        if (size > _remaining)
            AddBlock(size);
        nint address = _next;
        _next += (nint)size;
        _remaining -= size;
        Bytes += size;
        return address;
    }

    /// <summary>The size that an allocation takes, including alignment.</summary>
    public static long SizeOf(long bytes) => Alignment.Up(Math.Max(1, bytes)) + Alignment.Bytes;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach ((nint address, long bytes) in _blocks)
            NativePages.Free(address, bytes);
        _blocks.Clear();
        _next = 0;
        _remaining = 0;
        Bytes = 0;
    }

    // Each block doubles the total, so that small models use little memory and large ones few blocks. Blocks of a plan are small and use
    // pages of the usual size.
    private void AddBlock(long size)
    {
        (long least, int unit) = forPlan ? (0, Environment.SystemPageSize) : (FirstBlock, LargePages.Bytes);
        _remaining = Alignment.Up(Math.Max(size, Math.Clamp(Bytes, least, LargestBlock)), unit);
        _next = NativePages.Allocate(_remaining, forPlan ? Alignment.Bytes : unit);
        _blocks.Add((_next, _remaining));
        if (!forPlan)
            LargePages.Advise(_next, _remaining);
    }
}
