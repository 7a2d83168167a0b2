namespace Fovea.Models.Packages;

/// <summary>Finds the models at a path that lies in no model folder.</summary>
public static class ModelPath
{
    /// <summary>The model of an ONNX file with the files beside it, or every version of the model in a folder.</summary>
    /// <exception cref="FileNotFoundException">There is nothing at the path, or the folder holds no model.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<ModelLocation> Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(full))
            return InFolder(path, full);
        if (!File.Exists(full))
            throw new FileNotFoundException($"There is no file or folder '{path}'.");
        string folder = Path.GetDirectoryName(full)!;
        bool isDescribed = PackageReaders.FileNames.Any(name => File.Exists(Path.Combine(folder, name)));
        return [new ModelLocation(Path.GetFileNameWithoutExtension(full), 1, full, isDescribed ? [folder] : [])];
    }

    private static ModelLocation[] InFolder(string path, string full)
    {
        var search = new ModelSearch(Path.GetDirectoryName(full) ?? full);
        search.AddFolder(full);
        ModelLocation[] found = [.. search.Models.OrderBy(model => model.Version)];
        return found.Length > 0
            ? found
            : throw new FileNotFoundException(
                $"The folder '{path}' holds no model.{string.Concat(search.Warnings.Select(warning => $" {warning}"))}");
    }
}
