using System.Runtime.InteropServices;

namespace Fovea.Inference.Memory;

/// <summary>Asks Linux for pages of 2 MiB: filling memory then takes a five-hundredth of the page faults, and reading it fewer misses of the address cache.</summary>
internal static partial class LargePages
{
    public const int Bytes = 2 << 20;

    private const int HugePage = 14;

    /// <summary>Advice only: where it is not taken, nothing changes.</summary>
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
            // A system without this call keeps its small pages.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
