using Fovea.Inference.Memory;

namespace Fovea.Inference.Weights;

/// <summary>
/// A bump allocator in native memory: allocations are freed together. Blocks are large, so that the operating system can use large pages
/// where a constant fills them; memory that is never written to occupies no physical memory.
/// </summary>
/// <param name="forPlan">Whether it holds the constants of one plan, which are few.</param>
internal sealed class ConstantMemory(bool forPlan = false) : IDisposable
{
    private const long FirstBlock = LargePages.Bytes;

    private const long LargestBlock = 64L << 20;

    private readonly List<Block> _blocks = [];

    /// <summary>Frees the constants of a model that nobody disposed.</summary>
    ~ConstantMemory() => Free();

    /// <summary>Bytes allocated.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// Allocates <paramref name="bytes"/>, aligned to a cache line and followed by room for one vector; the contents are undefined.
    /// </summary>
    public nint Allocate(long bytes)
    {
        long size = SizeOf(bytes);
        if (_blocks.Count == 0 || size > _blocks[^1].Remaining)
            AddBlock(size);
        Bytes += size;
        return _blocks[^1].Take(size);
    }

    /// <summary>
    /// Asks for large pages where allocations fill whole ones; to be called before they are written. What is left of the last page stays on
    /// pages of the usual size, so that a small model takes no more than it needs.
    /// </summary>
    public void UseLargePages()
    {
        if (forPlan)
            return;
        foreach (Block block in _blocks)
            block.UseLargePages();
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
        foreach (Block block in _blocks)
            NativePages.Free(block.Address, block.Bytes);
        _blocks.Clear();
        Bytes = 0;
    }

    // Each block doubles the total, so that there are few. Blocks of a plan are as small as its constants.
    private void AddBlock(long size)
    {
        (long least, int unit) = forPlan ? (0, Environment.SystemPageSize) : (FirstBlock, LargePages.Bytes);
        long bytes = Alignment.Up(Math.Max(size, Math.Clamp(Bytes, least, LargestBlock)), unit);
        nint address = NativePages.Allocate(bytes, forPlan ? Alignment.Bytes : unit);
        _blocks.Add(new Block(address, bytes));
        if (!forPlan)
            LargePages.Refuse(address, bytes);
    }

    private sealed class Block(nint address, long bytes)
    {
        private long _used;
        private long _large;

        public nint Address => address;

        public long Bytes => bytes;

        public long Remaining => bytes - _used;

        public nint Take(long size)
        {
            nint taken = address + (nint)_used;
            _used += size;
            return taken;
        }

        public void UseLargePages()
        {
            long whole = _used / LargePages.Bytes * LargePages.Bytes;
            if (whole == _large)
                return;
            LargePages.Advise(address + (nint)_large, whole - _large);
            _large = whole;
        }
    }
}
