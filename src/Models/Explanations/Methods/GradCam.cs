using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations.Methods;

/// <summary>
/// Grad-CAM: the channels of a layer, each weighted by the mean of the score's gradient over its positions, added up; what is negative is
/// cut off.
/// </summary>
/// <remarks>
/// Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra: Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization,
/// 2017, equations 1 and 2.
/// </remarks>
internal sealed class GradCam : ExplanationMethod
{
    public override string Name => "gradcam";

    public override string Title => "Grad-CAM";

    public override string Meaning =>
        "How much the layer, at this place, speaks for the score, as far as each channel counts by its mean gradient; from 0 to 1.";

    public override bool IsSigned => false;

    public override bool ReadsLayer => true;

    public override ExplanationCost Cost(ExplanationSettings settings, PreprocessingSpec spec) => new(0, 1);

    /// <summary>The weighted sum, before what is negative is cut off.</summary>
    public static float[] Sum(LayerGradient layer) => layer.Weighted(channel =>
    {
        double sum = 0;
        foreach (float gradient in layer.Gradients.AsSpan(channel * layer.PlaneSize, layer.PlaneSize))
            sum += gradient;
        return sum / layer.PlaneSize;
    });

    internal override async Task<HeatMap> ExplainAsync(ExplainedNetwork network)
    {
        LayerGradient layer = await network.GradientOfLayerAsync().ConfigureAwait(false);
        return HeatMap.OfLayer(layer.Height, layer.Width, Sum(layer), network.Spec.Height, network.Spec.Width);
    }
}
