using Fovea.Models.Explanations;

namespace Fovea.Models.Tests.Explanations;

/// <summary>Integrated gradients of trained networks add up to the difference of the scores.</summary>
public sealed class CompletenessTests(TrainedModels trained) : IClassFixture<TrainedModels>
{
    private const double Tolerance = 0.01;

    [Theory]
    [InlineData(Baseline.Black)]
    [InlineData(Baseline.White)]
    public void Of_mobilenet_on_a_photo(Baseline baseline)
    {
        Explanation explanation = Explained.By(
            trained.MobileNet.Model, "integrated-gradients", trained.MobileNet.Photo("zebra.jpeg"), Explained.Any with
            {
                Settings = new ExplanationSettings { Baseline = baseline },
            });

        AssertComplete(explanation);
    }

    [Fact]
    public void Of_a_network_of_digits()
    {
        using TrainedModel digits = TrainedModel.Mnist();
        float[] digit = digits.Input(File.ReadAllBytes(Path.Combine(Fovea.Tests.Support.Checkout.Root!, "docs/samples/digit-7.png")));

        AssertComplete(Explained.By(digits.Model, "integrated-gradients", digit));
    }

    private static void AssertComplete(Explanation explanation)
    {
        Completeness completeness = explanation.Map.Completeness!;
        Assert.True(Math.Abs(completeness.Expected) > 1, $"{completeness}");
        Assert.True(completeness.Error < Tolerance, $"{completeness}: {completeness.Error}");
        Assert.Equal(completeness.Sum, explanation.Map.Values.Sum(value => (double)value), 1e-3 * Math.Abs(completeness.Sum));
    }
}
