using Fovea.Inference.Files;

namespace Fovea.Models.Pulling;

/// <summary>
/// The hidden folder in which the files of a model are collected before they are published. What others have put there is removed, and no
/// link is followed: every file is created anew, but for the part of a download, which is continued.
/// </summary>
internal sealed class StagingFolder
{
    private readonly string _path;

    private StagingFolder(string path) => _path = path;

    /// <summary>The model, as far as it has come.</summary>
    public string ModelPart => Path.Combine(_path, ModelFile + FileDownloader.PartSuffix);

    /// <summary>The labels as they come from the server.</summary>
    public string LabelsPart => Path.Combine(_path, "labels" + FileDownloader.PartSuffix);

    /// <summary>The name of the model's file.</summary>
    public static string ModelFile => "model.onnx";

    /// <summary>Opens the folder of a model, which is created where it is missing.</summary>
    /// <exception cref="PullException">A link lies there.</exception>
    public static StagingFolder Open(string path)
    {
        RequireNoLink(path);
        Directory.CreateDirectory(path);
        var staging = new StagingFolder(path);
        string[] continued = [staging.ModelPart, FileDownloader.TagFile(staging.ModelPart)];
        foreach (FileSystemInfo entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
        {
            if (continued.Contains(entry.FullName) && entry.LinkTarget is null && entry is FileInfo)
                continue;
            if (entry is DirectoryInfo { LinkTarget: null } folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        }

        return staging;
    }

    /// <summary>Checks that a path is not a link; whether something is there does not matter.</summary>
    /// <exception cref="PullException">It is one.</exception>
    public static void RequireNoLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
            throw new PullException(
                $"'{path}' is a link to '{target}', which is not followed: pull writes into the model folder only. Remove the link, or " +
                "give another name with --name.");
    }

    /// <summary>Writes a file that is not there yet.</summary>
    public async Task WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // A new file: whatever lies at its path, a link too, is an error.
        await using var file = new FileStream(Path.Combine(_path, name), FileMode.CreateNew, FileAccess.Write);
#pragma warning restore RS0030
        await using var writer = new StreamWriter(file);
        await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the labels that came, and removes their file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string[] TakeLabels(int most)
    {
        string text = RegularFile.ReadText(LabelsPart, most);
        File.Delete(LabelsPart);
        return text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>
    /// Moves the files to their place. A new model appears in one step. An existing one is replaced file by file, each in one step, the
    /// ONNX file last.
    /// </summary>
    /// <exception cref="PullException">A link lies at the place.</exception>
    public void Publish(string target)
    {
        RequireNoLink(_path);
        RequireNoLink(target);
        File.Move(ModelPart, Path.Combine(_path, ModelFile), overwrite: true);
        if (!Directory.Exists(target))
        {
            Directory.Move(_path, target);
            return;
        }

        foreach (string file in Directory.EnumerateFiles(_path).OrderBy(path => Path.GetFileName(path) == ModelFile).ToArray())
            File.Move(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        Directory.Delete(_path, recursive: true);
    }
}
