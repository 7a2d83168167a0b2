using Fovea.Inference;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Support;

/// <summary>A model of one image as an exporter writes it, with texts of its own in the ONNX file and files beside it.</summary>
internal sealed class Exported : IDisposable
{
    private readonly InferenceEngine _engine = new(new InferenceOptions { Threads = 1 });
    private readonly OnnxFile _file;
    private readonly TempModels _models = new();

    /// <summary>A model [N,3,height,width], of an open size where that is null.</summary>
    public Exported((int Height, int Width)? size = null)
    {
        (long height, long width) = size is { } given ? (given.Height, given.Width) : (-1, -1);
        _file = new OnnxFile().Input("x", -1, 3, height, width).Node("Relu", ["x"], "y").Output("y", -1, 3, height, width);
    }

    public Exported Metadata(params (string Key, string Value)[] texts)
    {
        foreach ((string key, string value) in texts)
            _file.Metadata(key, value);
        return this;
    }

    public Exported Beside(string name, string text)
    {
        _models.Write($"net/{name}", text);
        return this;
    }

    public (ModelPackage Package, ResolvedPreprocessing Preprocessing) Read()
    {
        string path = _models.Write("net/model.onnx", "");
        File.WriteAllBytes(path, _file.Build());
        using InferenceModel graph = _engine.Load(path);
        var package = ModelPackage.Load(_models.Discover().Models.Single(), graph);
        return (package, ResolvedInput.Of(package, graph.Inputs[0].Shape)!);
    }

    public void Dispose()
    {
        _models.Dispose();
        _engine.Dispose();
    }
}
