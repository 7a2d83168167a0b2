using System.Diagnostics;

namespace Fovea.Tests.Support;

/// <summary>Entries of a folder that are no regular files.</summary>
internal static class SpecialFiles
{
    /// <summary>A device that never ends.</summary>
    public const string Endless = "/dev/zero";

    /// <summary>Puts a FIFO, which nobody writes, in the place of whatever is at a path.</summary>
    public static void Fifo(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        using Process make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
    }
}
