using Fovea.Inference;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Packages.Triton;

namespace Fovea.Models.Packages;

/// <summary>One look through a model folder: what was found, and what was skipped.</summary>
internal sealed class ModelSearch(string root)
{
    private const string VersionName = "a version folder's name is a whole number above 0 without leading zeros";

    private readonly Dictionary<(string Name, long Version), ModelLocation> _models = [];

    public IEnumerable<ModelLocation> Models => _models.Values;

    public List<string> Warnings { get; } = [];

    public void AddFolder(string folder)
    {
        string name = Path.GetFileName(folder);
        if (IsReserved(name, name))
            return;
        if (!Follows(folder))
        {
            Warnings.Add($"'{name}' is skipped: it is a link out of the model folder.");
            return;
        }

        try
        {
            AddReadableFolder(name, folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Warnings.Add($"'{name}' is skipped: it cannot be read. {error.Message}");
        }
    }

    public void AddFile(string file)
    {
        string name = Path.GetFileName(file)[..^OnnxFiles.Extension.Length];
        if (!IsReserved(name, Path.GetFileName(file)))
            Add(new ModelLocation(name, 1, file, []));
    }

    private bool Follows(string path) => LinkGuard.IsInside(root, path);

    private string Display(string path) => Path.GetRelativePath(root, path);

    private bool IsReserved(string name, string entry)
    {
        bool reserved = name.EndsWith(ModelFolder.ImageSuffix, StringComparison.Ordinal);
        if (reserved)
            Warnings.Add(
                $"'{ShownText.Name(entry)}' is skipped: a name that ends in '{ModelFolder.ImageSuffix}' stands for the images of another " +
                "model (docs/v2.md). Rename it.");
        bool unprintable = name.Any(char.IsControl);
        if (unprintable)
            Warnings.Add($"'{ShownText.Name(entry)}' is skipped: its name has control characters. Rename it.");
        return reserved || unprintable;
    }

    private void Add(ModelLocation model)
    {
        string path = Display(model.ModelPath);
        if (!Follows(model.ModelPath))
            Warnings.Add($"'{path}' is skipped: it is a link out of the model folder.");
        else if (!_models.TryAdd((model.Name, model.Version), model))
            Warnings.Add(
                $"'{path}' is skipped: '{Display(_models[(model.Name, model.Version)].ModelPath)}' is version {model.Version} of " +
                $"'{model.Name}' already.");
    }

    private void AddReadableFolder(string name, string folder)
    {
        bool found = false;
        string? preferred = Preferred(folder);
        var misnamed = new List<string>();
        var empty = new List<string>();
        foreach (string inner in ModelFolder.Entries(Directory.EnumerateDirectories(folder)))
        {
            if (Path.GetFileName(inner) == OnnxFiles.ExportFolder)
                continue;
            if (!Follows(inner))
                Warnings.Add($"'{Display(inner)}' is skipped: it is a link out of the model folder.");
            else if (OnnxFiles.Find(inner, preferred, Follows) is not { } files)
                empty.Add(inner);
            else if (!ModelFolder.TryParseVersion(Path.GetFileName(inner), out long version))
                misnamed.Add(Path.Combine(files.Folder, files.Served ?? files.Others[0]));
            else
            {
                found = true;
                Add(Location(name, version, files, files.Folder == inner ? [inner, folder] : [files.Folder, inner, folder]));
            }
        }

        if (OnnxFiles.Find(folder, preferred, Follows) is { } own)
        {
            AddOwn(name, folder, own, hasVersions: found);
            found = true;
        }

        if (!found)
        {
            AddWithoutFile(name, folder, misnamed);
            return;
        }

        Warnings.AddRange(misnamed.Select(path => $"'{Display(path)}' is skipped: {VersionName}."));
        Warnings.AddRange(
            empty.Where(inner => ModelFolder.TryParseVersion(Path.GetFileName(inner), out _))
                .Select(inner => $"'{Display(inner)}' is skipped: it holds no ONNX file."));
    }

    // Several files beside version folders are no reason to refuse the versions.
    private void AddOwn(string name, string folder, OnnxFiles files, bool hasVersions)
    {
        ModelLocation location = Location(name, 1, files, files.Folder == folder ? [folder] : [files.Folder, folder]);
        if (location.Problem is { } problem && hasVersions)
            Warnings.Add(problem);
        else
            Add(location);
    }

    private ModelLocation Location(string name, long version, OnnxFiles files, string[] folders)
    {
        if (files.Served is { } served)
            return new ModelLocation(name, version, Path.Combine(files.Folder, served), folders)
            {
                Unserved = files.Others,
                ServedBecause = files.Because,
            };
        return new ModelLocation(name, version, files.Folder, folders)
        {
            Problem =
                $"{Display(files.Folder)}: it holds {NameList.Of(files.Others)}, and which of them is the model is not said; " +
                $"rename the one to serve to {OnnxFiles.Default}, or put each into a folder of its own.",
        };
    }

    // A folder that is meant as a model is listed with the reason why it is none; any other folder is only mentioned.
    private void AddWithoutFile(string name, string folder, List<string> misnamed)
    {
        string? reason = misnamed.Count > 0
            ? $"{NameList.Of([.. misnamed.Select(Display)])}: {VersionName}; rename the folder."
            : OtherFiles(folder);
        string expected =
            $"it holds no ONNX file; expected {OnnxFiles.Default} or a single other one there, in {OnnxFiles.ExportFolder}/, or in a " +
            "version folder such as 1/.";
        if (reason is null)
            Warnings.Add($"'{name}' is skipped: {expected}");
        else
            Add(new ModelLocation(name, 1, folder, [folder]) { Problem = misnamed.Count > 0 ? reason : $"{name}: {expected} {reason}" });
    }

    private string? OtherFiles(string folder)
    {
        string[] folders =
        [
            folder, .. ModelFolder.Entries(Directory.EnumerateDirectories(folder)).Where(
                inner => Follows(inner) && (Path.GetFileName(inner) == OnnxFiles.ExportFolder
                    || ModelFolder.TryParseVersion(Path.GetFileName(inner), out _))),
        ];
        string[] files = [.. folders.SelectMany(inner => ModelFolder.Entries(Directory.EnumerateFiles(inner)))];
        if (files.FirstOrDefault(path => OtherModels.Describe(path) is not null) is { } other)
            return $"{Display(other)} is another format ({OtherModels.Describe(other)}): export the network to ONNX.";
        return files.FirstOrDefault(path => PackageReaders.All.Any(reader => reader.FileName == Path.GetFileName(path))) is { } described
            ? $"{Display(described)} describes a model that is not there."
            : null;
    }

    private string? Preferred(string folder)
    {
        string path = Path.Combine(folder, TritonConfig.Name);
        return Follows(path) ? TritonConfig.ReadFileName(path, Display(path)) : null;
    }
}
