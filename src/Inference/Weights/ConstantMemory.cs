using Fovea.Inference.Memory;

namespace Fovea.Inference.Weights;

/// <summary>
/// Native memory that is handed out piece by piece and released as a whole. Blocks are large, so that small pieces share pages and the
/// operating system can back large ones with large pages; memory that is not written to takes no room.
/// </summary>
/// <param name="forPlan">Whether it is for the constants of one plan, which are few and small.</param>
internal sealed class ConstantMemory(bool forPlan = false) : IDisposable
{
    private const long FirstBlock = 2L << 20;

    private const long LargestBlock = 64L << 20;

    private readonly List<(nint Address, long Bytes)> _blocks = [];
    private nint _next;
    private long _remaining;

    /// <summary>
    /// A plan that the cache has dropped takes its constants along when its last run has ended: with the objects that hold it.
    /// </summary>
    ~ConstantMemory() => Free();

    /// <summary>Bytes handed out.</summary>
    public long Bytes { get; private set; }

    /// <summary>Memory for <paramref name="bytes"/>, aligned to a cache line, with room behind it for a vector; its contents are not defined.</summary>
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

    /// <summary>What a piece of so many bytes takes.</summary>
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
        (_next, _remaining, Bytes) = (0, 0, 0);
    }

    // Each block doubles what there is: a model of few weights takes little, one of many few blocks. A plan's are small: pages of the usual
    // size.
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
