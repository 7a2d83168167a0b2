using System.Globalization;

namespace Fovea.Models.Packages;

/// <summary>The models in a model folder.</summary>
/// <param name="Models">The models, by name (ordinal), then the highest version first.</param>
/// <param name="Warnings">What was skipped, and why.</param>
public sealed record ModelFolderListing(IReadOnlyList<ModelLocation> Models, IReadOnlyList<string> Warnings);

/// <summary>
/// Finds models on disk: <c>NAME/model.onnx</c>, <c>NAME/VERSION/model.onnx</c> and <c>NAME.onnx</c>. Links that lead out of the folder are
/// not followed.
/// </summary>
public static class ModelFolder
{
    /// <summary>
    /// The end of a name that stands for the images of another model in the Open Inference Protocol: no model may have such a name.
    /// </summary>
    public const string ImageSuffix = "@image";

    private const string ModelFile = "model.onnx";
    private const string Extension = ".onnx";

    /// <summary>Lists the models in <paramref name="root"/>. No file is opened; an invalid model does not hide the others.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static ModelFolderListing Discover(string root)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"The model folder '{root}' does not exist.");

        var search = new Search(root);
        foreach (string folder in Entries(Directory.EnumerateDirectories(root)))
            search.AddFolder(folder);
        foreach (string file in Entries(Directory.EnumerateFiles(root)))
        {
            if (file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
                search.AddFile(file);
        }

        return new ModelFolderListing(
            [.. search.Models.OrderBy(m => m.Name, StringComparer.Ordinal).ThenByDescending(m => m.Version)],
            search.Warnings);
    }

    private static IEnumerable<string> Entries(IEnumerable<string> paths) =>
        paths.Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal);

    private static bool TryParseVersion(string text, out long version) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version) &&
        version > 0 && version.ToString(CultureInfo.InvariantCulture) == text;

    private sealed class Search(string root)
    {
        public List<ModelLocation> Models { get; } = [];

        public List<string> Warnings { get; } = [];

        public void AddFolder(string folder)
        {
            string name = Path.GetFileName(folder);
            if (IsReserved(name, name))
                return;
            if (!LinkGuard.IsInside(root, folder))
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
            string name = Path.GetFileName(file)[..^Extension.Length];
            if (!IsReserved(name, Path.GetFileName(file)))
                Add(new ModelLocation(name, 1, file, []));
        }

        private void Add(ModelLocation model)
        {
            string path = model.DisplayName(model.ModelPath);
            ModelLocation? other = Models.Find(m => m.Name == model.Name && m.Version == model.Version);
            if (!LinkGuard.IsInside(root, model.ModelPath))
                Warnings.Add($"'{path}' is skipped: it is a link out of the model folder.");
            else if (other is not null)
                Warnings.Add(
                    $"'{path}' is skipped: '{other.DisplayName(other.ModelPath)}' is version {model.Version} of '{model.Name}' already.");
            else
                Models.Add(model);
        }

        private bool IsReserved(string name, string entry)
        {
            bool reserved = name.EndsWith(ImageSuffix, StringComparison.Ordinal);
            if (reserved)
                Warnings.Add(
                    $"'{entry}' is skipped: a name that ends in '{ImageSuffix}' stands for the images of another model (docs/v2.md). " +
                    "Rename it.");
            return reserved;
        }

        private void AddReadableFolder(string name, string folder)
        {
            int before = Models.Count + Warnings.Count;
            foreach (string versionFolder in Entries(Directory.EnumerateDirectories(folder)))
                AddVersion(name, folder, versionFolder);
            string file = Path.Combine(folder, ModelFile);
            if (File.Exists(file))
                Add(new ModelLocation(name, 1, file, [folder]));
            if (Models.Count + Warnings.Count == before)
                Warnings.Add($"'{name}' is skipped: it holds neither {ModelFile} nor a version folder such as 1/{ModelFile}.");
        }

        private void AddVersion(string name, string folder, string versionFolder)
        {
            string text = Path.GetFileName(versionFolder);
            string file = Path.Combine(versionFolder, ModelFile);
            bool exists = File.Exists(file);
            if (!TryParseVersion(text, out long version))
            {
                if (exists)
                    Warnings.Add(
                        $"'{name}/{text}/{ModelFile}' is skipped: a version folder's name is a whole number above 0 without leading " +
                        "zeros.");
                return;
            }

            if (exists)
                Add(new ModelLocation(name, version, file, [versionFolder, folder]));
            else
                Warnings.Add($"'{name}/{text}' is skipped: it holds no {ModelFile}.");
        }
    }
}
