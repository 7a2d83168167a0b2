using Fovea.Models.Errors;
using Fovea.Models.Packages.Json;

namespace Fovea.Models.Packages;

/// <summary>The files beside a model: those in its folders, in order of precedence, or those with the name of a flat model.</summary>
internal sealed class PackageFiles(ModelLocation location)
{
    private const string LabelsName = "labels.txt";
    public const string FoveaName = "fovea.json";

    public Description Labels() => Find(LabelsName) is { } path
        ? new Description
        {
            Labels = new Sourced<IReadOnlyList<string>>(LabelsFile.Read(path, location.DisplayName(path)), Path.GetFileName(path)),
        }
        : Description.Nothing;

    /// <summary>The file that says what others leave open, whether it exists or not, relative to the model folder.</summary>
    public string SettingsFile => location.DisplayName(Find(FoveaName) ?? Candidates(FoveaName).Last());

    public Description Json(string name, Func<JsonField, Description> read) => Find(name) is { } path
        ? JsonFile.Read(path, location.DisplayName(path), read)
        : Description.Nothing;

    private string? Find(string name)
    {
        string? path = Candidates(name).FirstOrDefault(File.Exists);
        if (path is not null && !LinkGuard.IsInside(location.Root, path))
            throw new ModelPackageException(
                $"{location.DisplayName(path)}: the file is a link out of the model folder, which is not followed.");
        return path;
    }

    private IEnumerable<string> Candidates(string name)
    {
        if (location.Folders.Count > 0)
            return location.Folders.Select(folder => Path.Combine(folder, name));
        return name is LabelsName or FoveaName ? [Path.Combine(location.Root, $"{location.Name}.{name}")] : [];
    }
}
