namespace Fovea.Models.Packages;

/// <summary>Checks that links do not lead out of a model folder: a link may end anywhere inside the folder.</summary>
internal static class LinkGuard
{
    // The limit of Linux for the links in one path.
    private const int MaxLinks = 40;

    /// <summary>Whether the path is inside the folder after all links in both are followed.</summary>
    public static bool IsInside(string folder, string path)
    {
        string? realFolder = RealPath(folder);
        string? realPath = RealPath(path);
        return realFolder is not null && realPath is not null &&
            (
                realPath == realFolder
                || realPath.StartsWith(
                    Path.TrimEndingDirectorySeparator(realFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    /// <summary>The path with all links followed; null where they form a cycle.</summary>
    public static string? RealPath(string path)
    {
        string full = Path.GetFullPath(path);
        string resolved = Path.GetPathRoot(full)!;
        var left = new Stack<string>(Parts(full).AsEnumerable().Reverse());
        int links = 0;
        while (left.TryPop(out string? part))
        {
            if (part is "." or "..")
            {
                resolved = part == "." ? resolved : Path.GetDirectoryName(resolved) ?? resolved;
                continue;
            }

            string next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks)
                return null;
            if (Path.IsPathRooted(target))
                resolved = Path.GetPathRoot(target)!;
            foreach (string targetPart in Parts(target).AsEnumerable().Reverse())
                left.Push(targetPart);
        }

        return resolved;
    }

    private static string[] Parts(string path) =>
        path[Path.GetPathRoot(path)!.Length..]
            .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}
