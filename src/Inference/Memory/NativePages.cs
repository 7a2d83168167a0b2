using System.Runtime.InteropServices;

namespace Fovea.Inference.Memory;

/// <summary>
/// Memory straight from the operating system, which gets it back when it is freed. malloc keeps freed blocks of up to 32 MiB, in a heap for each of many threads: with arenas
/// that come and go a process stood at 650 MiB where 240 were in use.
/// </summary>
internal static unsafe partial class NativePages
{
    private const int ReadAndWrite = 1 | 2;
    private const int Private = 2;

    private static readonly int PageBytes = Environment.SystemPageSize;

    private static int Anonymous => OperatingSystem.IsMacOS() ? 0x1000 : 0x20;

    private static bool HasMappings => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Memory of so many bytes; its contents are not defined.</summary>
    /// <param name="bytes">More than zero.</param>
    /// <param name="alignment">A power of two.</param>
    /// <exception cref="InsufficientMemoryException">There is not so much.</exception>
    public static nint Allocate(long bytes, int alignment)
    {
        if (!HasMappings)
            return (nint)NativeMemory.AlignedAlloc((nuint)bytes, (nuint)alignment);

        // A mapping begins at a page; for more, it is made longer and cut off before and behind the aligned part.
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

    /// <summary>Gives back what <see cref="Allocate"/> gave, in one piece.</summary>
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
