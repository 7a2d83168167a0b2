using Fovea.Inference;
using Fovea.Models.Packages;

namespace Fovea.Models.Hosting;

/// <summary>
/// An estimate of the managed memory that a served model takes besides its graph: what its folder says, the description of its layers, its
/// inputs and its task. The sizes of an average object were measured; the texts of labels are counted.
/// </summary>
internal static class ServedObjects
{
    private const long Model = 24 * 1024;
    private const long Layer = 600;
    private const long Label = 40;

    /// <summary>The bytes.</summary>
    public static long Bytes(ModelPackage package, InferenceModel graph) =>
        Model + (graph.LayerNames.Count * Layer) + (package.Labels?.Sum(label => Label + ((long)label.Length * sizeof(char))) ?? 0);
}
