using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Packages.FoveaJson;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages;

/// <summary>The files beside a model: those in its folders, in order of precedence, or those with the name of a flat model.</summary>
internal sealed class PackageFiles(ModelLocation location, InferenceModel? graph)
{
    // Text that might be meant to describe a model. Weights, pictures and programs are not listed.
    private static readonly HashSet<string> DescribingExtensions =
        new([".json", ".txt", ".pbtxt", ".yaml", ".yml", ".csv", ".tsv", ".names"], StringComparer.OrdinalIgnoreCase);

    // A note names this many files at most.
    private const int NamedFiles = 20;

    /// <summary>The file that says what others leave open, whether it exists or not, relative to the model folder.</summary>
    public string SettingsFile => location.DisplayName(Existing(FoveaFile.Name) ?? Candidates(FoveaFile.Name).Last());

    /// <summary>What all files say: each setting from the first that has it.</summary>
    /// <exception cref="ModelPackageException">A file is invalid; the message names the file and the field.</exception>
    public Description Read()
    {
        Description description = Description.Nothing;
        foreach (PackageReader reader in PackageReaders.All)
        {
            if (Find(reader.FileName) is { } file)
                description = description.OrElse(reader.Read(file));
        }

        return Unread() is { } note ? description.OrElse(new Description { Notes = [note] }) : description;
    }

    private FoundFile? Find(string name) => Existing(name) is { } path
        ? new FoundFile(path, location.DisplayName(path), graph, Find)
        : null;

    private string? Existing(string name)
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
        return PackageReaders.All.Any(reader => reader.FileName == name && reader.BesideFlatModels)
            ? [Path.Combine(location.Root, $"{location.Name}.{name}")]
            : [];
    }

    // What lies there and no reader reads, so that a misspelt or misplaced file is not silently ignored.
    private PackageNote? Unread()
    {
        string[] names =
        [
            .. location.Folders.SelectMany(Directory.EnumerateFiles).Select(path => Path.GetFileName(path)!)
                .Where(name => DescribingExtensions.Contains(Path.GetExtension(name)) && !name.StartsWith('.')
                    && PackageReaders.All.All(reader => reader.FileName != name))
                .Distinct().Order(StringComparer.Ordinal),
        ];
        if (names.Length == 0)
            return null;
        string others = names.Length > NamedFiles ? $" and {names.Length - NamedFiles} others" : "";
        return new PackageNote(
            NoteSeverity.Note, names[0], null,
            $"Not read: {string.Join(", ", names.Take(NamedFiles))}{others}. Read are: " +
            $"{string.Join(", ", PackageReaders.All.Select(reader => reader.FileName))}.");
    }
}
