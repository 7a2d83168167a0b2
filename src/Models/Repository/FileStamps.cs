using System.Globalization;
using System.Text;
using Fovea.Models.Packages;

namespace Fovea.Models.Repository;

/// <summary>
/// A snapshot of the files of a model: the real path of each (so that a changed link counts as a change), its length and its time of last
/// write. Files whose names start with a dot are ignored.
/// </summary>
/// <param name="Text">The snapshot as text: equal if nothing has changed.</param>
/// <param name="Bytes">The length of all files together.</param>
/// <param name="Newest">The latest time of last write of the files and their folders.</param>
internal sealed record FileStamps(string Text, long Bytes, DateTime Newest)
{
    private const string TestFolders = "test_data_set_*";

    /// <summary>Takes a snapshot; no file is opened.</summary>
    /// <exception cref="IOException">A file was removed meanwhile.</exception>
    public static FileStamps Of(ModelLocation location)
    {
        var text = new StringBuilder();
        DateTime newest = DateTime.MinValue;
        long bytes = 0;
        foreach (string path in Files(location).Order(StringComparer.Ordinal))
        {
            string real = LinkGuard.RealPath(path) ?? path;
            var file = new FileInfo(real);
            DateTime written = file.LastWriteTimeUtc;
            text.Append(CultureInfo.InvariantCulture, $"{path}\n{real}\n{(file.Exists ? file.Length : -1)} {written.Ticks}\n");
            newest = Later(newest, written);
            bytes += file.Exists ? file.Length : 0;
        }

        foreach (string folder in location.Folders)
            newest = Later(newest, Directory.GetLastWriteTimeUtc(folder));
        return new FileStamps(text.ToString(), bytes, newest);
    }

    /// <summary>The same; null where the files cannot be read now.</summary>
    public static FileStamps? TryOf(ModelLocation location)
    {
        try
        {
            return Of(location);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Files(ModelLocation location)
    {
        if (location.Folders.Count == 0)
            return Directory.EnumerateFiles(location.Root, location.Name + ".*");
        return location.Folders.SelectMany(folder => Directory.EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder, TestFolders).SelectMany(Directory.EnumerateFiles)))
            .Where(path => !Path.GetFileName(path).StartsWith('.'));
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
}
