namespace Fovea.Tests.Support;

/// <summary>The C# sources of the repository, as paths relative to its root with forward slashes.</summary>
internal static class SourceFiles
{
    private static readonly string[] Built = ["bin", "obj", "artifacts"];

    /// <summary>The folder that holds Fovea.slnx.</summary>
    public static string Root { get; } =
        Checkout.Root ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Fovea.slnx.");

    /// <summary>The sources in a folder and below it, without what a build has written; none where the folder is absent.</summary>
    public static IReadOnlyList<string> Below(string folder) => Below(folder, [".cs"]);

    /// <summary>The files with one of some extensions in a folder and below it, without what a build has written.</summary>
    public static IReadOnlyList<string> Below(string folder, IReadOnlyList<string> extensions)
    {
        string root = Path.Combine(Root, folder);
        return !Directory.Exists(root)
            ? []
            : [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Where(path => extensions.Contains(Path.GetExtension(path)))
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(Built.Contains))
                .Order(StringComparer.Ordinal)];
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));
}
