using System.Runtime.InteropServices;

namespace Fovea.Inference.Memory;

/// <summary>
/// Memory mapped directly from the operating system, and returned to it when freed. malloc keeps freed blocks of up to 32 MiB in per-thread
/// heaps: with arenas that come and go, a process had 650 MiB resident of which 240 MiB were in use.
/// </summary>
internal static unsafe partial class NativePages
{
    private const int ReadAndWrite = 1 | 2;
    private const int Private = 2;

    private static readonly int PageBytes = Environment.SystemPageSize;

    private static int Anonymous => OperatingSystem.IsMacOS() ? 0x1000 : 0x20;

    private static bool HasMappings => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Allocates memory; its contents are undefined.</summary>
    /// <param name="bytes">More than zero.</param>
    /// <param name="alignment">A power of two.</param>
    /// <exception cref="InsufficientMemoryException">There is not enough memory.</exception>
    public static nint Allocate(long bytes, int alignment)
    {
        if (!HasMappings)
            return (nint)NativeMemory.AlignedAlloc((nuint)bytes, (nuint)alignment);

        // A mapping is aligned to pages. For a larger alignment, a longer range is mapped, and the parts before and after the aligned range
        // are unmapped.
        long size = RoundUpToPages(bytes);
        long spare = Math.Max(0, alignment - PageBytes);
        nint mapped = Map(0, checked((nuint)(size + spare)), ReadAndWrite, Private | Anonymous, -1, 0);
        if (mapped == -1)
            throw new InsufficientMemoryException($"The system has no {size + spare} bytes of memory for this process.");
        nint address = (nint)((mapped + alignment - 1L) / alignment * alignment);
        if (spare == 0)
            return mapped;
        UnmapRange(mapped, address - mapped);
        UnmapRange((nint)(address + size), mapped + spare - address);
        return address;
    }

    /// <summary>Frees memory from <see cref="Allocate"/>, as a whole.</summary>
    public static void Free(nint address, long bytes)
    {
        if (HasMappings)
            UnmapRange(address, RoundUpToPages(bytes));
        else
            NativeMemory.AlignedFree((void*)address);
    }

    private static long RoundUpToPages(long bytes) => Alignment.Up(bytes, PageBytes);

    private static void UnmapRange(nint address, long bytes)
    {
        if (bytes > 0 && Unmap(address, (nuint)bytes) != 0)
            throw new InvalidOperationException($"Memory of {bytes} bytes at {address:x} could not be given back.");
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
