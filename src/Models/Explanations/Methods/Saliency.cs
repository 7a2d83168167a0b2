using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations.Methods;

/// <summary>Saliency: the magnitude of the score's gradient at each pixel, the largest of its channels.</summary>
/// <remarks>
/// Simonyan, Vedaldi, Zisserman: Deep Inside Convolutional Networks: Visualising Image Classification Models and Saliency Maps, 2014,
/// section 3.1.
/// </remarks>
internal sealed class Saliency : ExplanationMethod
{
    public override string Name => "saliency";

    public override string Title => "Saliency map";

    public override string Meaning => "How fast the score changes with the pixel, up or down: score per unit of the network's input.";

    public override bool IsSigned => false;

    public override ExplanationCost Cost(ExplanationSettings settings, PreprocessingSpec spec) => new(0, 1);

    internal override async Task<HeatMap> ExplainAsync(ExplainedNetwork network)
    {
        float[] gradient = await network.InputGradientAsync().ConfigureAwait(false);
        return HeatMap.OfPixels(
            network.Spec.Height, network.Spec.Width, NetworkInput.LargestOfChannels(network.Spec, gradient));
    }
}
