using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Tasks;

namespace Fovea.Models.Repository;

/// <summary>Loads a model and makes it ready: reads its folder and its file, finds its task, runs its self-tests and warms it up.</summary>
internal static class ModelLoader
{
    /// <summary>Loads one version of a model.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="location">Where the model lies.</param>
    /// <param name="tasks">The tasks for which models are recognised.</param>
    /// <param name="budget">The memory of all loaded models.</param>
    /// <param name="load">What loading may take.</param>
    /// <exception cref="ModelPackageException">A file beside the model is invalid, or the folder has no ONNX file to serve.</exception>
    /// <exception cref="InferenceException">The ONNX file is invalid or needs something that Fovea does not support.</exception>
    /// <exception cref="SelfTestException">A self-test failed.</exception>
    /// <exception cref="MemoryBudgetException">The model does not fit into the memory budget. Its weights were not packed.</exception>
    /// <exception cref="LoadLimitException">Loading takes more than it may.</exception>
    /// <exception cref="LoadPutOffException">Other loads take the memory that this one needs.</exception>
    /// <exception cref="OperationCanceledException">The load was cancelled.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static HostedModel Load(InferenceEngine engine, ModelLocation location, TaskTable tasks, MemoryBudget budget, LoadBudget load)
    {
        if (location.Problem is { } problem)
            throw new ModelPackageException(problem);
        InferenceModel graph = Open(engine, location, load);
        try
        {
            var package = ModelPackage.Load(location, graph);
            load.ThrowIfOver();
            OpenSides(package, graph);
            var inputs = ModelInputs.Of(package, graph);
            using IDisposable reserved = budget.Reserve(Need(package, graph, inputs.Shapes, budget));
            var model = new HostedModel(new TaskCandidate(package, graph, inputs), tasks);
            SelfTestRunner.Run(graph, package, load);
            load.ThrowIfOver();
            model.WarmUp(load);
            budget.Add(model, reserved);
            return model;
        }
        catch (OperationCanceledException error) when (error is not LoadPutOffException)
        {
            graph.Dispose();
            // The time of the load may be up.
            load.ThrowIfOver();
            throw;
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    /// <summary>Loads the graph of a model.</summary>
    public static InferenceModel Open(InferenceEngine engine, ModelLocation location, LoadBudget load) => location.Content is { } bytes
        ? engine.Load(bytes, Path.GetFileName(location.ModelPath), load)
        : engine.Load(location.ModelPath, load);

    // Exporters write the size of the example into the file, also where the network takes any.
    private static void OpenSides(ModelPackage package, InferenceModel graph)
    {
        if (package.Preprocessing.SideMultiple is { Value: var multiple } && graph.Inputs.Count == 1 && GraphImage.Sides(graph) is not null)
        {
            // Without an open extent, so that a constant shape shows that it does not fit.
            Dimension[] extents = [.. graph.Inputs[0].Shape.Dimensions!.Select(extent => extent.IsKnown ? extent : 1)];
            int row = GraphImage.RowAxis(extents);
            (extents[row], extents[row + 1]) = (extents[row].Value!.Value + (2 * multiple), extents[row + 1].Value!.Value + multiple);
            if (graph.Accepts(0, new SymbolicShape(extents)))
                graph.OpenSides(0, row);
        }
    }

    /// <summary>The memory of a model, as far as it is known before it is compiled.</summary>
    public static MemoryNeed Need(ModelPackage package, InferenceModel graph, IReadOnlyList<Shape>? shapes, MemoryBudget budget)
    {
        if (!budget.IsBounded)
            return new MemoryNeed(0, 0);
        MemoryNeed need = shapes is null
            ? new MemoryNeed(graph.ParameterCount * sizeof(float), 0) { ObjectBytes = graph.ObjectBytes }
            : graph.Measure(shapes);
        return need with { ObjectBytes = need.ObjectBytes + ServedObjects.Bytes(package, graph) };
    }
}
