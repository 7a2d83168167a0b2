using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations.Methods;

/// <summary>SmoothGrad: the mean of the gradients of the picture with different noise, and its magnitude at each pixel.</summary>
/// <remarks>Smilkov, Thorat, Kim, Viégas, Wattenberg: SmoothGrad: removing noise by adding noise, 2017.</remarks>
internal sealed class SmoothGrad : ExplanationMethod
{
    public override string Name => "smoothgrad";

    public override string Title => "SmoothGrad";

    public override string Meaning =>
        "How fast the score changes with the pixel on average over noise, up or down: score per unit of the network's input.";

    public override bool IsSigned => false;

    public override IReadOnlyList<string> Parameters => ["samples", "noise", "seed"];

    public override ExplanationCost Cost(ExplanationSettings settings, PreprocessingSpec spec) => new(1, settings.Samples);

    internal override async Task<HeatMap> ExplainAsync(ExplainedNetwork network)
    {
        await network.ScoreAsync().ConfigureAwait(false);
        var noise = new GaussianNoise(network.Settings.Seed);
        float deviation = (float)(network.Settings.Noise * (network.Image.Max() - network.Image.Min()));
        double[] sum = new double[network.Image.Length];
        for (int sample = 0; sample < network.Settings.Samples; sample++)
        {
            float[] noisy = new float[sum.Length];
            for (int i = 0; i < noisy.Length; i++)
                noisy[i] = network.Image[i] + deviation * noise.Next();
            await network.StepAsync(runs =>
            {
                float[] gradient = runs.InputGradient(noisy).Gradient;
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += gradient[i];
                return true;
            }).ConfigureAwait(false);
        }

        float[] mean = [.. sum.Select(value => (float)(value / network.Settings.Samples))];
        return HeatMap.OfPixels(network.Spec.Height, network.Spec.Width, NetworkInput.LargestOfChannels(network.Spec, mean));
    }
}
