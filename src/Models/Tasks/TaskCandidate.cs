using Fovea.Inference;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>A loaded model whose task is to be found.</summary>
/// <param name="Package">What the model's folder says.</param>
/// <param name="Graph">The loaded graph.</param>
/// <param name="Inputs">What the model takes.</param>
public sealed record TaskCandidate(ModelPackage Package, InferenceModel Graph, ModelInputs Inputs)
{
    /// <summary>
    /// The plan for one image (or for the fixed batch), whose outputs have concrete shapes where they do not depend on the data; null where
    /// the shapes of the inputs are not known before a run. Compiled when it is first asked for.
    /// </summary>
    /// <exception cref="InferenceException">The graph cannot be compiled for the image's size.</exception>
    public CompiledPlan? Plan => Inputs.Shapes is { } shapes ? Graph.Compile(shapes) : null;

    /// <summary>Whether the graph gives probabilities as an output, where the shapes of the inputs are known before a run.</summary>
    internal bool GivesProbabilities(string output) =>
        Inputs.Shapes is { } shapes && ProbabilityBounds.Hold(Graph.BoundsOf(shapes, output));

    /// <summary>
    /// Whether one image's part of each of the outputs can be told: it has a row per image, or a run can be of one image alone.
    /// </summary>
    /// <param name="outputs">Value names; all outputs of the model when null.</param>
    /// <param name="takesAnyShape">Whether the shapes of outputs may depend on the image.</param>
    /// <exception cref="InferenceException">The graph cannot be compiled for the image's size, or an output does not exist.</exception>
    internal bool TellsImagesApart(IReadOnlyList<string>? outputs, bool takesAnyShape)
    {
        if (Inputs.Shapes is not { } shapes)
            return false;
        CompiledPlan plan = Graph.Compile(shapes, outputs);
        return plan.HasKnownShapes
            ? Inputs.Batch == 1 || plan.Outputs.All(output => output.Shape.Rank > 0 && output.Shape[0] == Inputs.Batch)
            : takesAnyShape && Inputs.Batch == 1;
    }
}
