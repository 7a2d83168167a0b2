using Fovea.Inference;
using Fovea.Models.Packages;

namespace Fovea.Models.Hosting;

/// <summary>Loads a model until it is ready: reads its folder and its file, finds its task, tests it and warms it up.</summary>
internal static class ModelLoader
{
    /// <summary>Loads one version of a model.</summary>
    /// <exception cref="ModelPackageException">A file beside the model is wrong.</exception>
    /// <exception cref="InferenceException">The ONNX file is wrong or needs what Fovea does not have.</exception>
    /// <exception cref="SelfTestException">The model does not give what its self-test expects.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static HostedModel Load(InferenceEngine engine, ModelLocation location)
    {
        ModelPackage package = ModelPackage.Load(location);
        InferenceModel graph = engine.Load(package.ModelPath);
        try
        {
            ModelTask task = ModelTask.Of(package, graph);
            SelfTestRunner.Run(graph, package);
            var model = new HostedModel(package, graph, task, task.InputShapes is { } shapes ? graph.DescribeLayers(shapes) : []);
            WarmUp(model);
            return model;
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    /// <summary>One run on zeros, so that the first request finds its plan compiled and its memory in the pool.</summary>
    private static void WarmUp(HostedModel model)
    {
        if (model.Task.InputShapes is not { } shapes)
            return;
        CompiledPlan plan = model.Graph.Compile(shapes);
        Tensor[] inputs = [.. plan.Inputs.Select(input => new Tensor(input.ElementType, input.Shape))];
        Tensor[] outputs = [.. plan.Outputs.Select(output => new Tensor(output.ElementType, output.Shape))];
        plan.Run(inputs, outputs);
    }
}
