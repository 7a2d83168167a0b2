namespace Fovea.Inference.Tests.Support;

/// <summary>The C# sources of the repository, as paths relative to its root with forward slashes.</summary>
internal static class SourceFiles
{
    private static readonly string[] Built = ["bin", "obj", "artifacts"];

    public static IReadOnlyList<string> Below(string folder)
    {
        string root = Path.Combine(TestData.RepositoryRoot, folder);
        return !Directory.Exists(root)
            ? []
            : [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(TestData.RepositoryRoot, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(Built.Contains))
                .Order(StringComparer.Ordinal)];
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(TestData.RepositoryRoot, path));
}
