using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations.Methods;

/// <summary>LayerCAM: each value of a layer times its own positive gradient, added up over the channels.</summary>
/// <remarks>
/// Jiang, Zhang, Hou, Cheng, Wei: LayerCAM: Exploring Hierarchical Class Activation Maps for Localization, 2021, equations 5 and 6.
/// </remarks>
internal sealed class LayerCam : ExplanationMethod
{
    public override string Name => "layercam";

    public override string Title => "LayerCAM";

    public override string Meaning =>
        "How much the layer, at this place, speaks for the score, each value by its own positive gradient; from 0 to 1.";

    public override bool IsSigned => false;

    public override bool ReadsLayer => true;

    public override ExplanationCost Cost(ExplanationSettings settings, PreprocessingSpec spec) => new(0, 1);

    /// <summary>The sum, before what is negative is cut off.</summary>
    public static float[] Sum(LayerGradient layer)
    {
        float[] sums = new float[layer.PlaneSize];
        for (int i = 0; i < layer.Gradients.Length; i++)
            sums[i % sums.Length] += Math.Max(layer.Gradients[i], 0) * layer.Activations[i];
        return sums;
    }

    internal override async Task<HeatMap> ExplainAsync(ExplainedNetwork network)
    {
        LayerGradient layer = await network.GradientOfLayerAsync().ConfigureAwait(false);
        return HeatMap.OfLayer(layer.Height, layer.Width, Sum(layer), network.Spec.Height, network.Spec.Width);
    }
}
