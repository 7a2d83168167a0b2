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
            model.WarmUp();
            return model;
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }
}
