using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>
/// Reads the field <c>problem_type</c> of a Hugging Face <c>config.json</c>: which loss the network was trained with, and so what its
/// logits mean, as in the pipelines of transformers.
/// </summary>
internal static class ProblemType
{
    private const string Field = "problem_type";

    /// <summary>What turns the logits into probabilities; null where the field is absent or empty.</summary>
    public static Sourced<OutputActivation>? Read(JsonField root) => Known(root) is { } activation
        ? root.Get(Field)!.Value.Sourced(activation)
        : null;

    /// <summary>A note where the field has a value that is not known.</summary>
    public static PackageNote? Unknown(JsonField root) =>
        root.Get(Field) is { } field && field.Text().Length > 0 && Known(root) is null
            ? new PackageNote(
                NoteSeverity.Warning, Path.GetFileName(field.File), Field,
                $"'{field.Text()}' is not known, and is not used; known are single_label_classification, multi_label_classification, " +
                "regression.")
            : null;

    private static OutputActivation? Known(JsonField root) => root.Get(Field)?.Text() switch
    {
        "single_label_classification" => OutputActivation.Softmax,
        "multi_label_classification" => OutputActivation.Sigmoid,
        "regression" => OutputActivation.None,
        _ => null,
    };
}
