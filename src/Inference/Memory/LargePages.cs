using System.Runtime.InteropServices;

namespace Fovea.Inference.Memory;

/// <summary>Asks Linux for pages of 2 MiB: filling memory then causes 1/512 of the page faults, and reading it fewer TLB misses.</summary>
internal static partial class LargePages
{
    public const int Bytes = 2 << 20;

    private const int HugePage = 14;

    /// <summary>Only a hint to the system; without effect if huge pages are not available.</summary>
    public static void Advise(nint address, long bytes)
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Advise(address, (nuint)bytes, HugePage);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without madvise keeps its small pages.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
