using Fovea.Inference.Memory;

namespace Fovea.Inference.Tests.Memory;

public sealed unsafe class NativePagesTests
{
    [Theory]
    [InlineData(1, 64)]
    [InlineData(4096, 64)]
    [InlineData(4097, 4096)]
    [InlineData(100_000, 65536)]
    [InlineData(5L << 20, 2 << 20)]
    public void Memory_is_aligned_and_can_be_written_from_end_to_end(long bytes, int alignment)
    {
        nint address = NativePages.Allocate(bytes, alignment);
        var memory = new Span<byte>((void*)address, (int)bytes);
        memory.Fill(7);
        Assert.Equal(0, address % alignment);
        Assert.Equal(-1, memory.IndexOfAnyExcept((byte)7));
        NativePages.Free(address, bytes);
    }

    [Fact]
    public void What_is_freed_goes_back_to_the_system()
    {
        const int Bytes = 20 << 20;
        const int Blocks = 20;
        nint[] blocks = [.. Enumerable.Range(0, Blocks).Select(_ => NativePages.Allocate(Bytes, 64))];
        foreach (nint block in blocks)
            new Span<byte>((void*)block, Bytes).Fill(1);
        long full = Environment.WorkingSet;
        foreach (nint block in blocks)
            NativePages.Free(block, Bytes);
        Assert.True(full - Environment.WorkingSet > Bytes * (Blocks / 2L), $"{full} bytes were resident, {Environment.WorkingSet} are.");
    }

    [Fact]
    public void More_than_there_is_is_refused() => Assert.Throws<InsufficientMemoryException>(() => NativePages.Allocate(1L << 60, 64));
}
