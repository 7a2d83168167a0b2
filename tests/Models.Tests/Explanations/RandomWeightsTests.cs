using Fovea.Models.Explanations;

namespace Fovea.Models.Tests.Explanations;

/// <summary>
/// The sanity check by random weights (Adebayo et al.: Sanity Checks for Saliency Maps, 2018): maps that stay as they are when nothing
/// learned is left say nothing of the network.
/// </summary>
public sealed class RandomWeightsTests(TrainedModels trained) : IClassFixture<TrainedModels>
{
    // Rank correlations of maps that have nothing to do with each other are near 0; edges of the picture give some.
    private const double Most = 0.6;

    [Theory]
    [InlineData("gradcam")]
    [InlineData("gradcam++")]
    [InlineData("layercam")]
    [InlineData("saliency")]
    [InlineData("smoothgrad")]
    [InlineData("integrated-gradients")]
    [InlineData("occlusion")]
    public void Other_weights_give_other_maps(string method)
    {
        float[] photo = trained.MobileNet.Photo("zebra.jpeg");
        ExplanationRequest request = Explained.Any with
        {
            Class = "341",
            Settings = new ExplanationSettings { Samples = 8, Steps = 16, Window = 32, Stride = 32 },
        };

        float[] own = Explained.By(trained.MobileNet.Model, method, photo, request).Map.Values;
        float[] other = Explained.By(trained.Randomized.Model, method, photo, request).Map.Values;

        double correlation = RankCorrelation(own, other);
        Assert.True(Math.Abs(correlation) < Most, $"{correlation}");
    }

    // Spearman's.
    private static double RankCorrelation(float[] a, float[] b)
    {
        double[] x = Ranks(a), y = Ranks(b);
        double mean = x.Average(), covariance = 0, varianceX = 0, varianceY = 0, meanY = y.Average();
        for (int i = 0; i < x.Length; i++)
        {
            covariance += (x[i] - mean) * (y[i] - meanY);
            varianceX += (x[i] - mean) * (x[i] - mean);
            varianceY += (y[i] - meanY) * (y[i] - meanY);
        }

        return varianceX == 0 || varianceY == 0 ? 0 : covariance / Math.Sqrt(varianceX * varianceY);
    }

    // Equal values have the mean of their ranks.
    private static double[] Ranks(float[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        double[] ranks = new double[values.Length];
        for (int first = 0, end; first < order.Length; first = end)
        {
            for (end = first + 1; end < order.Length && values[order[end]] == values[order[first]]; end++)
            {
            }

            for (int i = first; i < end; i++)
                ranks[order[i]] = (first + end - 1) / 2.0;
        }

        return ranks;
    }
}
