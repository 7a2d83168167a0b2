using System.Globalization;

namespace Fovea.Fuzz.Targets;

/// <summary>A folder of this process, in memory where the system has one, that is removed at its end.</summary>
internal static class ScratchFolder
{
    // AFL++ ends a process without asking it, so whoever starts AFL++ removes what is left.
    private const string ParentVariable = "FOVEA_FUZZ_FOLDER";

    private static readonly Lazy<string> Root = new(Create);

    /// <summary>A new folder in it.</summary>
    public static string Add(string name)
    {
        string folder = Path.Combine(Root.Value, name);
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static string Create()
    {
        string parent = Environment.GetEnvironmentVariable(ParentVariable)
            ?? (Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath());
        string folder = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"fovea-fuzz-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder);
        return folder;
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
