using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations.Methods;

/// <summary>Guided Grad-CAM: guided backpropagation times Grad-CAM, pixel by pixel.</summary>
/// <remarks>
/// Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra: Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization,
/// 2017, section 3.2.
/// </remarks>
internal sealed class GuidedGradCam : ExplanationMethod
{
    public override string Name => "guided-gradcam";

    public override string Title => "Guided Grad-CAM";

    public override string Meaning => "What guided backpropagation gives the pixel, times Grad-CAM from 0 to 1.";

    public override bool IsSigned => true;

    public override bool ReadsLayer => true;

    public override ExplanationCost Cost(ExplanationSettings settings, PreprocessingSpec spec) => new(0, 2);

    internal override async Task<HeatMap> ExplainAsync(ExplainedNetwork network)
    {
        LayerGradient layer = await network.GradientOfLayerAsync().ConfigureAwait(false);
        float[] guided = await network.InputGradientAsync(GradientRule.Guided).ConfigureAwait(false);
        HeatMap where = HeatMap.OfLayer(layer.Height, layer.Width, GradCam.Sum(layer), network.Spec.Height, network.Spec.Width);
        float[] values = NetworkInput.SumOverChannels(network.Spec, guided);
        for (int i = 0; i < values.Length; i++)
            values[i] *= where.Values[i];
        return HeatMap.OfPixels(network.Spec.Height, network.Spec.Width, values);
    }
}
