using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Tasks;

namespace Fovea.Fuzz.Targets;

/// <summary>
/// The same models as <see cref="GraphModels"/>, as the repository loads them: what they take, their task, their layers, warming up.
/// </summary>
internal static class ServedTarget
{
    private static readonly Lazy<ModelLocation> Location =
        new(() => new ModelLocation("fuzzed", 1, Path.Combine(ScratchFolder.Add("served"), "fuzzed.onnx"), []));

    /// <summary>Loads the model that the bytes stand for, and warms it up.</summary>
    public static void Run(byte[] bytes)
    {
        byte[] model = GraphModels.All.Model(bytes, out int variant);
        Load(model, variant);
    }

    /// <summary>Loads a model and warms it up.</summary>
    public static void Load(byte[] bytes, int variant)
    {
        using InferenceModel graph = Pipeline.Load(bytes, variant);
        var package = ModelPackage.Load(Location.Value, graph);
        var inputs = ModelInputs.Of(package, graph);
        using var model = new HostedModel(new TaskCandidate(package, graph, inputs), TaskTable.Default);
        if (inputs.Shapes is { } shapes && !Pipeline.IsCheap(graph.Compile(shapes)))
            return;
        using var budget = new LoadBudget(Pipeline.Limits);
        model.WarmUp(budget);
    }
}
