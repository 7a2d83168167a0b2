using Fovea.Bench.Contract;
using Fovea.Bench.Models;
using Google.Protobuf;

namespace Fovea.Bench.Bits;

/// <summary>A model in a folder or below it.</summary>
/// <param name="Name">Its path in the folder, without the extension.</param>
/// <param name="Path">The file.</param>
internal sealed record ModelFile(string Name, string Path)
{
    private const string Extension = ".onnx";

    private byte[]? Filled { get; init; }

    /// <summary>
    /// The models of a folder and its sub-folders in alphabetical order. Each name in <paramref name="only"/> is that of a file or folder,
    /// or a full path.
    /// </summary>
    public static IReadOnlyList<ModelFile> Find(string folder, string? only)
    {
        string[] names = only?.Split(',') ?? [];
        return [.. Directory.EnumerateFiles(folder, $"*{Extension}", SearchOption.AllDirectories)
            .Select(path => new ModelFile(System.IO.Path.GetRelativePath(folder, path)[..^Extension.Length].Replace('\\', '/'), path))
            .Where(model => names.Length == 0 || names.Any(name => name == model.Name || model.Name.Split('/').Contains(name)))
            .OrderBy(model => model.Name, StringComparer.Ordinal)];
    }

    /// <summary>The same with random weights in memory, if the file is a topology without weights.</summary>
    public ModelFile WithWeights()
    {
        try
        {
            BenchModel model = BenchModel.Read(Path);
            return model.IsFilled ? this with { Filled = model.Bytes } : this;
        }
        catch (InvalidProtocolBufferException)
        {
            return this;
        }
    }

    /// <summary>Loads the file, as a server does; random weights are loaded from memory.</summary>
    public IBuildModel Load(IBuildEngine engine) => Filled is null ? engine.Load(Path) : engine.Load(Filled, Name);
}
