using Fovea.Models.Packages;

namespace Fovea.Models.Tests.Support;

/// <summary>A folder of models in the temporary folder, deleted at the end.</summary>
internal sealed class TempModels : IDisposable
{
    public TempModels() => Root = Directory.CreateTempSubdirectory("fovea-models-").FullName;

    public string Root { get; }

    /// <summary>A model of one file, empty but for what is written beside it.</summary>
    public static ModelPackage Load(params (string Name, string Text)[] files)
    {
        using var models = new TempModels();
        models.Write("net/model.onnx", "");
        foreach ((string name, string text) in files)
            models.Write($"net/{name}", text);
        return models.Load("net");
    }

    public string Write(string path, string text)
    {
        string full = System.IO.Path.Combine(Root, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public string Path(string path) => System.IO.Path.Combine(Root, path);

    public ModelFolderListing Discover() => ModelFolder.Discover(Root);

    public ModelPackage Load(string name) => ModelPackage.Load(Discover().Models.First(m => m.Name == name));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
