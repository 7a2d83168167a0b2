using System.Runtime.InteropServices;

namespace Fovea.Inference.Tests.Support;

/// <summary>
/// Memory that ends (or begins) exactly at a page that may not be touched: reading or writing one element too far ends the process. Floats
/// unless another size of elements is given.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0, ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly byte* _mapping;
    private readonly nuint _length;

    public GuardedMemory(int count, bool guardBefore = false, int elementSize = sizeof(float))
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Guard pages are set up with Linux's mmap.");
        int page = Environment.SystemPageSize;
        nuint body = (nuint)(((count * elementSize) + page - 1) / page * page);
        _length = body + (nuint)(2 * page);
        _mapping = (byte*)Map(0, _length, ReadWrite, PrivateAnonymous, -1, 0);
        if ((nint)_mapping == -1)
            throw new InvalidOperationException($"mmap failed with error {Marshal.GetLastPInvokeError()}.");
        if (Protect(_mapping, (nuint)page, NoAccess) != 0 || Protect(_mapping + page + body, (nuint)page, NoAccess) != 0)
            throw new InvalidOperationException($"mprotect failed with error {Marshal.GetLastPInvokeError()}.");
        Pointer = (float*)(guardBefore ? _mapping + page : _mapping + page + body - ((nuint)count * (nuint)elementSize));
        Count = count;
    }

    public float* Pointer { get; }

    public int Count { get; }

    public Span<float> Span => new(Pointer, Count);

    /// <summary>The elements, where they are no floats.</summary>
    public Span<T> Elements<T>() where T : unmanaged => new(Pointer, Count);

    /// <summary>Memory that holds a copy of the given values.</summary>
    public static GuardedMemory Of(ReadOnlySpan<float> values, bool guardBefore = false)
    {
        var memory = new GuardedMemory(values.Length, guardBefore);
        values.CopyTo(memory.Span);
        return memory;
    }

    /// <summary>Memory that holds a copy of the given elements.</summary>
    public static GuardedMemory Of<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        var memory = new GuardedMemory(values.Length, elementSize: sizeof(T));
        values.CopyTo(memory.Elements<T>());
        return memory;
    }

    public void Dispose()
    {
        if (Unmap(_mapping, _length) != 0)
            throw new InvalidOperationException("munmap failed.");
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(byte* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(byte* address, nuint length);
}
