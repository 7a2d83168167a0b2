using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Tasks;

namespace Fovea.Models.Repository;

/// <summary>Loads a model and makes it ready: reads its folder and its file, finds its task, runs its self-tests and warms it up.</summary>
internal static class ModelLoader
{
    /// <summary>Loads one version of a model.</summary>
    /// <exception cref="ModelPackageException">A file beside the model is invalid, or the folder has no ONNX file to serve.</exception>
    /// <exception cref="InferenceException">The ONNX file is invalid or needs something that Fovea does not support.</exception>
    /// <exception cref="SelfTestException">A self-test failed.</exception>
    /// <exception cref="MemoryBudgetException">The model does not fit into the memory budget. Its weights were not packed.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static HostedModel Load(InferenceEngine engine, ModelLocation location, TaskTable tasks, MemoryBudget budget)
    {
        if (location.Problem is { } problem)
            throw new ModelPackageException(problem);
        InferenceModel graph = engine.Load(location.ModelPath);
        try
        {
            var package = ModelPackage.Load(location, graph);
            var inputs = ModelInputs.Of(package, graph);
            RequireMemory(graph, inputs.Shapes, budget);
            var model = new HostedModel(new TaskCandidate(package, graph, inputs), tasks);
            SelfTestRunner.Run(graph, package);
            model.WarmUp();
            budget.Add(model);
            return model;
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    private static void RequireMemory(InferenceModel graph, IReadOnlyList<Shape>? shapes, MemoryBudget budget)
    {
        if (budget.IsBounded)
            budget.Require(shapes is null ? new MemoryNeed(graph.ParameterCount * sizeof(float), 0) : graph.Measure(shapes));
    }
}
