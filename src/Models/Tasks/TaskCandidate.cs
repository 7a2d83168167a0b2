using Fovea.Inference;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;

namespace Fovea.Models.Tasks;

/// <summary>A loaded model whose task is to be found.</summary>
/// <param name="Package">What the model's folder says.</param>
/// <param name="Graph">The loaded graph.</param>
/// <param name="Inputs">What the model takes.</param>
public sealed record TaskCandidate(ModelPackage Package, InferenceModel Graph, ModelInputs Inputs)
{
    /// <summary>
    /// The plan for one image (or for the fixed batch), whose outputs have concrete shapes where they do not depend on the data.
    /// </summary>
    /// <exception cref="InvalidOperationException">The inputs' shapes are not known before a run.</exception>
    /// <exception cref="InferenceException">The graph cannot be compiled for the image's size.</exception>
    public CompiledPlan Plan =>
        Graph.Compile(Inputs.Shapes ?? throw new InvalidOperationException("The shapes of the inputs are not known before a run."));
}
