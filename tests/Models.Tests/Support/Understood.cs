using Fovea.Inference;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Tasks;

namespace Fovea.Models.Tests.Support;

/// <summary>A model that was loaded with the files beside it: what it takes, and what it gives.</summary>
internal sealed class Understood : IDisposable
{
    private readonly InferenceEngine _engine = new(new InferenceOptions { Threads = 1 });

    /// <param name="model">The model.</param>
    /// <param name="files">The files beside it, by name.</param>
    public Understood(byte[] model, params (string Name, string Text)[] files)
    {
        using var folder = new TempModels();
        string path = folder.Write("net/model.onnx", "");
        File.WriteAllBytes(path, model);
        foreach ((string name, string text) in files)
            folder.Write($"net/{name}", text);
        Graph = _engine.Load(model, "net");
        var package = ModelPackage.Load(folder.Discover().Models.Single(), Graph);
        Candidate = new TaskCandidate(package, Graph, ModelInputs.Of(package, Graph));
    }

    public InferenceModel Graph { get; }

    public TaskCandidate Candidate { get; }

    public ModelInputs Inputs => Candidate.Inputs;

    /// <summary>
    /// The channels, the shape for one image, and the type: <c>rgb nchw [1,3,8,8] Float32</c>; null where it is no image.
    /// </summary>
    public string? Image => Inputs.Preprocessing?.Spec is { } spec
        ? $"{spec.Channels}".ToLowerInvariant() + $" {spec.Layout}".ToLowerInvariant() + $" {Inputs.Shapes![0]} {spec.ElementType}"
        : null;

    /// <summary>The notes as lines.</summary>
    public string[] Notes => Prepared.Lines([.. Candidate.Package.Notes, .. Inputs.Notes]);

    public void Dispose()
    {
        Graph.Dispose();
        _engine.Dispose();
    }
}
