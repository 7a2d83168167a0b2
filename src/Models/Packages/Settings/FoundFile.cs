using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Files;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Yaml;

namespace Fovea.Models.Packages.Settings;

/// <summary>A file beside a model, as the reader of its kind gets it.</summary>
/// <param name="path">The full path.</param>
/// <param name="displayName">The path relative to the model folder, for messages.</param>
/// <param name="model">The model's name.</param>
/// <param name="modelFile">The name of the model's ONNX file.</param>
/// <param name="graph">The model's graph; null where only the folder is read.</param>
/// <param name="said">What the files before this one say.</param>
/// <param name="beside">Finds another file beside the same model.</param>
internal sealed class FoundFile(
    string path, string displayName, string model, string modelFile, InferenceModel? graph, Description said,
    Func<string, FoundFile?> beside)
{
    public string Path { get; } = path;

    public string DisplayName { get; } = displayName;

    /// <summary>The file's name without its folder: the source of a setting.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The model's name.</summary>
    public string Model { get; } = model;

    /// <summary>The name of the model's ONNX file.</summary>
    public string ModelFile { get; } = modelFile;

    /// <summary>The model's graph; null where only the folder is read.</summary>
    public InferenceModel? Graph { get; } = graph;

    /// <summary>What the files before this one say.</summary>
    public Description Said { get; } = said;

    /// <summary>Another file beside the same model; null where it does not exist.</summary>
    public FoundFile? Beside(string name) => beside(name);

    /// <summary>Reads the root of a JSON file, which is an object. Fields are valid only while <paramref name="read"/> runs.</summary>
    /// <param name="read">Is called with the root.</param>
    /// <param name="most">The most bytes that the file may have.</param>
    /// <exception cref="ModelPackageException">The file is not a JSON object, or its content is invalid.</exception>
    public T Json<T>(Func<JsonField, T> read, int most = PackageFile.LongestJson) => JsonFile.Read(Path, DisplayName, most, read);

    /// <summary>Reads the root of a YAML file, which is a mapping. Fields are valid only while <paramref name="read"/> runs.</summary>
    /// <param name="read">Is called with the root.</param>
    /// <exception cref="ModelPackageException">The file is no such YAML, or its content is invalid.</exception>
    public T Yaml<T>(Func<JsonField, T> read) => YamlFile.Read(Path, DisplayName, read);
}
