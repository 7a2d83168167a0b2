using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations.Methods;

/// <summary>Guided backpropagation: as a gradient, but each Relu lets only positive values back. Added up over the channels.</summary>
/// <remarks>
/// Springenberg, Dosovitskiy, Brox, Riedmiller: Striving for Simplicity: The All Convolutional Net, 2015, section 3.4.
/// </remarks>
internal sealed class GuidedBackprop : ExplanationMethod
{
    public override string Name => "guided-backprop";

    public override string Title => "Guided backpropagation";

    public override string Meaning =>
        "What comes back to the pixel where each Relu lets only positive values through; no gradient, and negative in dark parts of edges.";

    public override bool IsSigned => true;

    public override ExplanationCost Cost(ExplanationSettings settings, PreprocessingSpec spec) => new(0, 1);

    internal override async Task<HeatMap> ExplainAsync(ExplainedNetwork network)
    {
        float[] guided = await network.InputGradientAsync(GradientRule.Guided).ConfigureAwait(false);
        return HeatMap.OfPixels(network.Spec.Height, network.Spec.Width, NetworkInput.SumOverChannels(network.Spec, guided));
    }
}
