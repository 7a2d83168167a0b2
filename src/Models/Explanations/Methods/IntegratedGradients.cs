using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations.Methods;

/// <summary>
/// Integrated gradients: the picture less the baseline, times the mean of the gradients along the line from one to the other, by
/// Gauss and Legendre's rule. Together they are the difference of the two scores.
/// </summary>
/// <remarks>Sundararajan, Taly, Yan: Axiomatic Attribution for Deep Networks, 2017, equations 1 and 3.</remarks>
internal sealed class IntegratedGradients : ExplanationMethod
{
    public override string Name => "integrated-gradients";

    public override string Title => "Integrated gradients";

    public override string Meaning =>
        "How much of the difference between the score of the picture and that of the baseline is the pixel's; negative against it.";

    public override bool IsSigned => true;

    public override IReadOnlyList<string> Parameters => ["steps", "baseline"];

    public override ExplanationCost Cost(ExplanationSettings settings, PreprocessingSpec spec) => new(2, settings.Steps);

    internal override async Task<HeatMap> ExplainAsync(ExplainedNetwork network)
    {
        float[] image = network.Image;
        float[] baseline = NetworkInput.Of(network.Spec, network.Settings.Baseline ?? Baseline.Black);
        double[] sum = new double[image.Length];
        foreach ((double part, double weight) in GaussLegendre.Rule(network.Settings.Steps))
        {
            await network.StepAsync(runs =>
            {
                float[] between = new float[image.Length];
                for (int i = 0; i < between.Length; i++)
                    between[i] = (float)(baseline[i] + part * ((double)image[i] - baseline[i]));
                float[] gradient = runs.InputGradient(between).Gradient;
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += weight * gradient[i];
                return true;
            }).ConfigureAwait(false);
        }

        float[] attributions = new float[image.Length];
        for (int i = 0; i < attributions.Length; i++)
            attributions[i] = (float)(sum[i] * ((double)image[i] - baseline[i]));
        float without = await network.StepAsync(runs => runs.Score(baseline)).ConfigureAwait(false);
        float score = await network.ScoreAsync().ConfigureAwait(false);
        return HeatMap.OfPixels(
            network.Spec.Height, network.Spec.Width, NetworkInput.SumOverChannels(network.Spec, attributions)) with
        {
            Completeness = new Completeness(attributions.Sum(value => (double)value), (double)score - without),
        };
    }
}
