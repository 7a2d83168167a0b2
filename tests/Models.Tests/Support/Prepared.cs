using Fovea.Imaging.Resampling;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Support;

/// <summary>What a folder's files make of pictures, without or with a graph that fixes the size.</summary>
internal static class Prepared
{
    /// <summary>The pre-processing of a model whose graph leaves height and width open.</summary>
    public static ResolvedPreprocessing Open(params (string Name, string Text)[] files) => Open(TempModels.Load(files));

    /// <inheritdoc cref="Open(ValueTuple{string, string}[])"/>
    public static ResolvedPreprocessing Open(ModelPackage package) =>
        ResolvedInput.Of(package, new SymbolicShape([1, 3, Dimension.Unknown, Dimension.Unknown]))!;

    /// <summary>The pre-processing of a model whose graph leaves height and width open, in a line.</summary>
    public static string Describe(ModelPackage package)
    {
        PreprocessingSpec spec = Open(package).Spec;
        ResizeFilter filter = package.Preprocessing.Filter?.Value ?? ResizeFilter.Bilinear;
        return $"{spec.Width}x{spec.Height} {SettingText.Of(spec.Resize)} {SettingText.Of(filter)} {SettingText.Of(spec.Crop)} " +
            $"{SettingText.Of(spec.Channels)} | {spec.Normalization}";
    }

    /// <summary>A folder with this file is refused, with a message that names the file and says what is wrong in it.</summary>
    public static void AssertRefused(string file, string text, string message)
    {
        string found = Assert.Throws<ModelPackageException>(() => TempModels.Load((file, text))).Message;
        Assert.StartsWith($"net/{file}: ", found, StringComparison.Ordinal);
        Assert.Contains(message, found, StringComparison.Ordinal);
    }

    /// <summary>The package and the pre-processing of a model that was exported for one size.</summary>
    public static (ModelPackage Package, ResolvedPreprocessing Preprocessing) Exported(
        InferenceEngine engine, int width, int height, params (string Name, string Text)[] files)
    {
        using var models = new TempModels();
        string path = models.Write("net/model.onnx", "");
        File.WriteAllBytes(
            path,
            new OnnxFile().Input("x", 1, 3, height, width).Node("GlobalAveragePool", ["x"], "y").Output("y", 1, 3, 1, 1).Build());
        foreach ((string name, string text) in files)
            models.Write($"net/{name}", text);
        using InferenceModel graph = engine.Load(path);
        var package = ModelPackage.Load(models.Discover().Models.Single(), graph);
        return (package, ResolvedInput.Of(package, graph.Inputs[0].Shape)!);
    }

    /// <summary>Notes as lines: <c>Warning preprocessor_config.json: size: ...</c></summary>
    public static string[] Lines(IEnumerable<PackageNote> notes) => [.. notes.Select(note => $"{note.Severity} {note}")];
}
