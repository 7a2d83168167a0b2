using Fovea.Models.Packages.Settings;
using Fovea.Models.Packages.Timm;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>
/// Reads <c>config.json</c>: the labels and the kind of problem of a Hugging Face model, the labels and the pre-processing of a timm model.
/// What it says of the network itself is in the graph.
/// </summary>
internal static class ModelConfig
{
    public static Description Read(FoundFile file) => file.Json(root =>
    {
        Description timm = TimmConfig.Find(root) is { } config ? TimmConfig.Read(config, file.Graph) : Description.Nothing;
        return timm with
        {
            Labels = IndexedLabels.Read(root.Get("id2label")) ?? TimmLabels.Read(root),
            LogitActivation = ProblemType.Read(root),
            Notes = ProblemType.Unknown(root) is { } note ? [.. timm.Notes, note] : timm.Notes,
        };
    });
}
