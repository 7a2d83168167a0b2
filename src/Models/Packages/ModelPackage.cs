using System.Globalization;
using Fovea.Models.Errors;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Packages;

/// <summary>One version of a model and everything that its folder says about it. Immutable.</summary>
public sealed record ModelPackage
{
    /// <summary>The relative tolerance of self-tests where <c>fovea.json</c> gives none: the largest difference, over the range of the expected output.</summary>
    public const double DefaultSelfTestTolerance = 1e-3;

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version as text: <c>"1"</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The full path of the ONNX file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>One label per class, in order; null when the folder gives none.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The file and field that the labels come from.</summary>
    public string? LabelsSource { get; init; }

    /// <summary>What the folder says about pre-processing.</summary>
    public PreprocessingSettings Preprocessing { get; init; } = new();

    /// <summary>What turns the model's scores into probabilities, if <c>fovea.json</c> says so; null to decide by the graph.</summary>
    public OutputActivation? OutputActivation { get; init; }

    /// <summary>The input/output pairs that are run at load.</summary>
    public IReadOnlyList<SelfTest> SelfTests { get; init; } = [];

    /// <summary>How far a self-test's output may be from the expected one: the largest absolute difference, divided by the range (maximum minus minimum, at least 1e-6) of the expected output.</summary>
    public double SelfTestTolerance { get; init; } = DefaultSelfTestTolerance;

    /// <summary>Reads everything beside the model's ONNX file; the ONNX file itself is not opened.</summary>
    /// <exception cref="ModelPackageException">A file is wrong; the message names file and field.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ModelPackage Load(ModelLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        var files = new PackageFiles(location);
        Description description = files.Json("fovea.json", FoveaFile.Read)
            .OrElse(files.Labels())
            .OrElse(files.Json("preprocessor_config.json", HuggingFacePreprocessor.Read))
            .OrElse(files.Json("config.json", HuggingFaceConfig.Read));
        return new ModelPackage
        {
            Name = location.Name,
            Version = location.Version.ToString(CultureInfo.InvariantCulture),
            ModelPath = location.ModelPath,
            Labels = description.Labels?.Value,
            LabelsSource = description.Labels?.Source,
            Preprocessing = description.Preprocessing,
            OutputActivation = description.OutputActivation,
            SelfTests = SelfTest.Find(location),
            SelfTestTolerance = description.SelfTestTolerance ?? DefaultSelfTestTolerance,
        };
    }
}
