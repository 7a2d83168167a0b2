using System.Globalization;

namespace Fovea.Models.Packages;

/// <summary>The models in a model folder.</summary>
/// <param name="Models">The models, by name (ordinal), then the highest version first; also those that cannot be served.</param>
/// <param name="Warnings">What was skipped, and why.</param>
public sealed record ModelFolderListing(IReadOnlyList<ModelLocation> Models, IReadOnlyList<string> Warnings);

/// <summary>
/// Finds models on disk: <c>NAME/model.onnx</c>, <c>NAME/VERSION/model.onnx</c> and <c>NAME.onnx</c>. In a folder any single ONNX file
/// counts, also in <c>onnx</c> inside it. Links that lead out of the folder are not followed.
/// </summary>
public static class ModelFolder
{
    /// <summary>
    /// The end of a name that stands for the images of another model in the Open Inference Protocol: no model may have such a name.
    /// </summary>
    public const string ImageSuffix = "@image";

    /// <summary>
    /// Lists the models in <paramref name="root"/>. No file is opened but <c>config.pbtxt</c>, which may name the ONNX file; an invalid
    /// model does not hide the others.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static ModelFolderListing Discover(string root)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"The model folder '{root}' does not exist.");

        var search = new ModelSearch(root);
        foreach (string folder in Entries(Directory.EnumerateDirectories(root)))
            search.AddFolder(folder);
        foreach (string file in Entries(Directory.EnumerateFiles(root)))
        {
            if (file.EndsWith(OnnxFiles.Extension, StringComparison.OrdinalIgnoreCase))
                search.AddFile(file);
        }

        string[] misplaced = [.. PackageReaders.FileNames.Where(name => File.Exists(Path.Combine(root, name)))];
        if (misplaced.Length > 0)
        {
            search.Warnings.Add(
                $"{string.Join(", ", misplaced)}: not read. Such files describe a model in the same folder, and this is the folder of " +
                "all models (Models:Path): put the model and its files into a folder inside it.");
        }

        return new ModelFolderListing(
            [.. search.Models.OrderBy(m => m.Name, StringComparer.Ordinal).ThenByDescending(m => m.Version)],
            search.Warnings);
    }

    /// <summary>The entries of a folder whose names do not begin with a dot, by name.</summary>
    internal static IEnumerable<string> Entries(IEnumerable<string> paths) =>
        paths.Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal);

    /// <summary>Whether a folder's name is a version: a whole number above 0 without leading zeros.</summary>
    internal static bool TryParseVersion(string text, out long version) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version) &&
        version > 0 && version.ToString(CultureInfo.InvariantCulture) == text;
}
