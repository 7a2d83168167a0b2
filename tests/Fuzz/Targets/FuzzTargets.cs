using Fovea.Fuzz.Running;
using Fovea.Fuzz.Seeds;
using Fovea.Fuzz.Words;
using Fovea.Imaging.Decoding;

namespace Fovea.Fuzz.Targets;

/// <summary>Everything that is fuzzed. To add a target, write its file and a line here.</summary>
internal static class FuzzTargets
{
    // Loading and each of up to four plans have a budget of their own; the tensors of a run lie on the heap too.
    private const long PipelineBytes = 10 * Pipeline.MostBytes;

    /// <summary>The targets.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("model", ModelTarget.Run, Pipeline.IsRefusal, ModelSeeds.Files, Dictionaries.Onnx) { MostBytes = PipelineBytes },
        Graph("graph", GraphModels.All),
        new("answer", AnswerTarget.Run, Pipeline.IsRefusal, GraphModels.All.Seeds, () => []) { MostBytes = PipelineBytes },
        new("served", ServedTarget.Run, PackageTarget.IsRefusal, GraphModels.All.Seeds, () => []) { MostBytes = PipelineBytes },
        new("external", ExternalTarget.Run, ExternalTarget.IsRefusal, ModelSeeds.External, Dictionaries.Onnx) { MostBytes = PipelineBytes },
        new("tensor", TensorFileTarget.Run, Pipeline.IsRefusal, ModelSeeds.Tensors, Dictionaries.Onnx),
        new("picture", PictureTarget.Run, error => error is ImageException, PictureSeeds.All, Dictionaries.Pictures),
        new("deep-picture", DeepPictureTarget.Run, error => error is ImageException, DeepSeeds.All, Dictionaries.Pictures),
        new("jpeg", JpegTarget.Run, _ => false, PictureSeeds.Jpegs, Dictionaries.Pictures),
        Package("fovea.json", PackageSeeds.Fovea, Dictionaries.PackageJson),
        Package("config.json", PackageSeeds.Config, Dictionaries.PackageJson),
        Package("preprocessor_config.json", PackageSeeds.Preprocessor, Dictionaries.PackageJson),
        Package("config.pbtxt", PackageSeeds.Triton, Dictionaries.Triton),
        Package("infer_cfg.yml", PackageSeeds.PaddleDetection, Dictionaries.PackageJson),
        Package("inference.yml", PackageSeeds.PaddleInference, Dictionaries.PackageJson),
        Package("labels.txt", PackageSeeds.Labels, Dictionaries.Lines),
        new("python", PythonTarget.Run, error => error is FormatException, PackageSeeds.Python, Dictionaries.Python),
        new("npy", NpyTarget.Run, _ => false, PackageSeeds.Numbers, () => []),
        new("v2-json", InferTarget.RunJson, InferTarget.IsRefusal, RequestSeeds.Json, Dictionaries.V2Json),
        new("v2-binary", InferTarget.RunBinary, InferTarget.IsRefusal, RequestSeeds.Binary, Dictionaries.V2Json),
        new("v2-grpc", InferTarget.RunMessage, InferTarget.IsRefusal, RequestSeeds.Messages, Dictionaries.Grpc),
        new("grpc-frame", FrameTarget.Run, InferTarget.IsRefusal, RequestSeeds.Frames, Dictionaries.Grpc),
        new("predict-json", UploadTarget.RunJson, InferTarget.IsRefusal, RequestSeeds.Uploads, Dictionaries.Bodies),
        new("predict-form", UploadTarget.RunForm, InferTarget.IsRefusal, RequestSeeds.Forms, Dictionaries.Bodies),
    ];

    /// <summary>The target of that name; of the models of one operator for <c>graph.OPERATOR</c>; null where there is none.</summary>
    public static FuzzTarget? Find(string name)
    {
        if (All.FirstOrDefault(target => target.Name == name) is { } found)
            return found;
        const string Prefix = "graph.";
        return name.StartsWith(Prefix, StringComparison.Ordinal) && GraphModels.Of(name[Prefix.Length..]) is { } models
            ? Graph(name, models)
            : null;
    }

    // Valid ONNX messages that are nonsense as graphs: nearly every input goes beyond the parser.
    private static FuzzTarget Graph(string name, GraphModels models) =>
        new(name, bytes => Pipeline.Run(models.Model(bytes, out int variant), variant), Pipeline.IsRefusal, models.Seeds, () => [])
        {
            MostBytes = PipelineBytes,
        };

    private static FuzzTarget Package(string file, Func<IReadOnlyList<byte[]>> seeds, Func<IReadOnlyList<byte[]>> words) =>
        new(file, new PackageTarget(file).Run, PackageTarget.IsRefusal, seeds, words);
}
