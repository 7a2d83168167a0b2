using Fovea.Models.Bundled;

namespace Fovea.Models.Tests.Repository;

/// <summary>A folder of copies of the bundled model, deleted at the end.</summary>
internal sealed class DigitsFolder : IDisposable
{
    private static readonly DateTime Old = new(2025, 12, 31, 0, 0, 0, DateTimeKind.Utc);

    public string Root { get; } = Directory.CreateTempSubdirectory("fovea-repository-").FullName;

    public string Path(string name) => System.IO.Path.Combine(Root, name);

    public string File(string name, string file) => System.IO.Path.Combine(Root, name, file);

    public void Copy(string name)
    {
        string source = System.IO.Path.Combine(BundledModels.Folder, BundledModels.Default);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = File(name, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy, overwrite: true);
        }
    }

    /// <summary>Writes other labels: each digit behind a prefix.</summary>
    public void Relabel(string name, string prefix) =>
        System.IO.File.WriteAllLines(File(name, "labels.txt"), Enumerable.Range(0, 10).Select(digit => $"{prefix}{digit}"));

    /// <summary>Makes everything older than any clock of the tests, so that it need not be waited for.</summary>
    public void Age()
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).ToArray())
        {
            if (Directory.Exists(path))
                Directory.SetLastWriteTimeUtc(path, Old);
            else
                System.IO.File.SetLastWriteTimeUtc(path, Old);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
