using Fovea.Models.Explanations;

namespace Fovea.Models.Tests.Explanations;

/// <summary>
/// Two photos in one picture: the map of each one's class lies on its side (the grid pointing game of Böhle, Fritz, Schiele: Convolutional
/// Dynamic Alignment Networks for Interpretable Classifications, 2021, with two pictures).
/// </summary>
public sealed class TwoObjectsTests(TrainedModels trained) : IClassFixture<TrainedModels>
{
    [Theory]
    [InlineData("gradcam", 0.7)]
    [InlineData("gradcam++", 0.6)]
    [InlineData("layercam", 0.7)]
    [InlineData("occlusion", 0.6)]
    public void Maps_tell_classes_apart(string method, double least)
    {
        float[] both = trained.SqueezeNet.SideBySide("zebra.jpeg", "bald_eagle.jpeg");

        double zebra = ShareOfLeft(method, both, "340"), eagle = ShareOfLeft(method, both, "22");

        Assert.True(zebra >= least, $"zebra: {zebra}");
        Assert.True(eagle <= 1 - least, $"eagle: {eagle}");
    }

    private double ShareOfLeft(string method, float[] picture, string index)
    {
        HeatMap map = Explained.By(trained.SqueezeNet.Model, method, picture, Explained.Any with
        {
            Class = index,
            Settings = new ExplanationSettings { Window = 56, Stride = 28 },
        }).Map;
        double left = 0, all = 0;
        for (int i = 0; i < map.Values.Length; i++)
        {
            double value = Math.Max(map.Values[i], 0);
            all += value;
            left += i % map.Width < map.Width / 2 ? value : 0;
        }

        return left / all;
    }
}
