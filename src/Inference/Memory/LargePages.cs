using System.Runtime.InteropServices;

namespace Fovea.Inference.Memory;

/// <summary>Asks Linux for pages of 2 MiB: filling memory then causes 1/512 of the page faults, and reading it fewer TLB misses.</summary>
internal static partial class LargePages
{
    public const int Bytes = 2 << 20;

    private const int HugePage = 14;
    private const int NoHugePage = 15;

    /// <summary>Only a hint to the system; without effect if huge pages are not available.</summary>
    public static void Advise(nint address, long bytes) => TryAdvise(address, bytes, HugePage);

    /// <summary>Keeps a system that uses large pages everywhere from using one for the first byte that is written.</summary>
    public static void Refuse(nint address, long bytes) => TryAdvise(address, bytes, NoHugePage);

    private static void TryAdvise(nint address, long bytes, int advice)
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Advise(address, (nuint)bytes, advice);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without madvise keeps its small pages.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
