using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations.Methods;

/// <summary>
/// Grad-CAM++: as Grad-CAM, with weights that add up the positive gradients, each times a factor of its position, so that several objects
/// of one class count as one does.
/// </summary>
/// <remarks>
/// Chattopadhay, Sarkar, Howlader, Balasubramanian: Grad-CAM++: Improved Visual Explanations for Deep Convolutional Networks, 2018,
/// equations 5 and 19: with the exponential of the score as what is explained, the higher derivatives are powers of the first.
/// </remarks>
internal sealed class GradCamPlusPlus : ExplanationMethod
{
    // What keeps the factor from a division by zero, as pytorch-grad-cam has it.
    private const double Epsilon = 1e-6;

    public override string Name => "gradcam++";

    public override string Title => "Grad-CAM++";

    public override string Meaning =>
        "How much the layer, at this place, speaks for the score, as far as each channel counts by its positive gradients; from 0 to 1.";

    public override bool IsSigned => false;

    public override bool ReadsLayer => true;

    public override ExplanationCost Cost(ExplanationSettings settings, PreprocessingSpec spec) => new(0, 1);

    /// <summary>The weighted sum, before what is negative is cut off.</summary>
    public static float[] Sum(LayerGradient layer) => layer.Weighted(channel =>
    {
        ReadOnlySpan<float> activations = layer.Activations.AsSpan(channel * layer.PlaneSize, layer.PlaneSize);
        double all = 0;
        foreach (float activation in activations)
            all += activation;
        double weight = 0;
        foreach (double gradient in layer.Gradients.AsSpan(channel * layer.PlaneSize, layer.PlaneSize))
        {
            if (gradient > 0)
            {
                double square = gradient * gradient;
                weight += gradient * square / (2 * square + all * square * gradient + Epsilon);
            }
        }

        return weight;
    });

    internal override async Task<HeatMap> ExplainAsync(ExplainedNetwork network)
    {
        LayerGradient layer = await network.GradientOfLayerAsync().ConfigureAwait(false);
        return HeatMap.OfLayer(layer.Height, layer.Width, Sum(layer), network.Spec.Height, network.Spec.Width);
    }
}
