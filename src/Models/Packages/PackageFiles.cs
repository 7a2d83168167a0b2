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

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private Description _said = Description.Nothing;

    private bool IsFlat => location.Folders.Count == 0;

    private bool IsAlone => location.Content is not null;

    /// <summary>The file that says what others leave open, whether it exists or not, relative to the model folder.</summary>
    public string SettingsFile => IsAlone
        ? FoveaFile.Name
        : location.DisplayName(Existing(FoveaFile.Name) ?? Candidates(FoveaFile.Name).Last());

    /// <summary>What all files say: each setting from the first that has it.</summary>
    /// <exception cref="ModelPackageException">A file is invalid; the message names the file and the field.</exception>
    public Description Read()
    {
        Description description = Description.Nothing;
        string? pixels = null;
        foreach (PackageReader reader in PackageReaders.All)
        {
            if ((reader.FileName is { } name ? Find(name) : At(location.ModelPath)) is not { } file)
                continue;
            Description found;
            try
            {
                found = reader.Read(file);
            }
            catch (ModelPackageException error) when (reader.FileName != FoveaFile.Name && IsComplete(description))
            {
                found = new Description
                {
                    Notes =
                    [
                        new PackageNote(
                            NoteSeverity.Warning, file.Name, null,
                            $"It cannot be read; other files say everything that is needed of it. {error.Message}"),
                    ],
                };
            }

            if (reader.OnlyPixels && HasPixels(description))
                found = found with { Notes = [.. found.Notes.Select(note => note with { Severity = NoteSeverity.Note })] };
            if (reader.OnlyPixels && found.Preprocessing.HasAny)
            {
                if (pixels is not null)
                    found = found with { Notes = [.. found.Notes, Preceded(file.Name, pixels)] };
                pixels ??= file.Name;
            }

            PackageNote? unused = UnusedLabels(description.Labels, found.Labels, file.Name);
            description = description.OrElse(found);
            if (unused is not null)
                description = description with { Notes = [.. description.Notes, unused] };
            _said = description;
        }

        PackageNote?[] left = [Unserved(), Unread()];
        return description.OrElse(new Description { Notes = [.. left.OfType<PackageNote>()] });
    }

    private static PackageNote Preceded(string file, string before) =>
        new(NoteSeverity.Note, file, null, $"Its settings are used only where {before} has none.");

    private static bool HasPixels(Description description) =>
        description.Preprocessing is { Resize: not null, Filter: not null, Normalization: not null };

    private static bool IsComplete(Description description) => description.Labels is not null && HasPixels(description);

    private static PackageNote? UnusedLabels(
        Sourced<IReadOnlyList<string>>? used, Sourced<IReadOnlyList<string>>? others, string fileName) =>
        used is { } labels && others is { } unused && !labels.Value.SequenceEqual(unused.Value)
            ? new PackageNote(
                NoteSeverity.Note, fileName, null,
                $"Its labels are not used: those of {labels.Source} are other ones, and have precedence.")
            : null;

    private FoundFile? Find(string name)
    {
        if (Existing(name) is not { } path)
            return null;
        _read.Add(Path.GetFileName(path));
        return At(path);
    }

    private FoundFile At(string path) =>
        new(path, location.DisplayName(path), location.Name, Path.GetFileName(location.ModelPath), graph, _said, Find);

    private string? Existing(string name)
    {
        string? path = Candidates(name).FirstOrDefault(File.Exists);
        if (path is not null && !LinkGuard.IsInside(location.Root, path))
            throw new ModelPackageException(
                $"{location.DisplayName(path)}: the file is a link out of the model folder, which is not followed.");
        return path;
    }

    private IEnumerable<string> FileNames() =>
        PackageReaders.All.Where(reader => !IsFlat || reader.BesideFlatModels).Select(reader => reader.FileName).OfType<string>();

    private IEnumerable<string> Candidates(string name)
    {
        if (IsAlone)
            return [];
        if (!IsFlat)
            return location.Folders.Select(folder => Path.Combine(folder, name));
        return FileNames().Contains(name) ? [Path.Combine(location.Root, $"{location.Name}.{name}")] : [];
    }

    // What lies there and no reader reads, so that a misspelt or misplaced file is not silently ignored.
    private PackageNote? Unread()
    {
        if (IsAlone)
            return null;
        string[] names =
        [
            .. Beside().Where(name => DescribingExtensions.Contains(Path.GetExtension(name)) && !name.StartsWith('.')).Distinct()
                .Order(StringComparer.Ordinal),
        ];
        if (names.Length == 0)
            return null;
        string advice = IsFlat ? "; put the model into a folder for others" : "";
        return new PackageNote(
            NoteSeverity.Note, names[0], null,
            $"Not read: {NameList.Of(names)}. Read are: {string.Join(", ", FileNames())}{advice}.");
    }

    private PackageNote? Unserved() => location.Unserved.Count == 0
        ? null
        : new PackageNote(
            NoteSeverity.Note, Path.GetFileName(location.ModelPath), null,
            $"It is served, since {location.ServedBecause}; not served: {NameList.Of(location.Unserved)}.");

    private IEnumerable<string> Beside() => IsFlat
        ? Directory.EnumerateFiles(location.Root).Select(path => Path.GetFileName(path)!)
            .Where(name => name.StartsWith($"{location.Name}.", StringComparison.Ordinal)
                && !_read.Contains(name))
        : location.Folders.SelectMany(Directory.EnumerateFiles).Select(path => Path.GetFileName(path)!)
            .Where(name => !_read.Contains(name));
}
