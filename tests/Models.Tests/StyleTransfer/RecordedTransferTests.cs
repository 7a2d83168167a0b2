using System.Globalization;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Inference;
using Fovea.Models.Preprocessing;
using Fovea.Models.StyleTransfer;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.StyleTransfer;

/// <summary>The preset for SqueezeNet against a run of the same recipe in PyTorch (<c>tools/style-transfer/record.py</c>).</summary>
public sealed class RecordedTransferTests
{
    [Fact]
    public void The_losses_of_squeezenet_are_those_of_PyTorch()
    {
        double[][] recorded = [.. Recorded.Rows("style-transfer.tsv")
            .Select(row => row[1..].Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
        using var engine = new InferenceEngine(new InferenceOptions());
        using InferenceModel model = engine.Load(TestData.Path("models/squeezenet1.1.onnx"));
        StyleOptimization optimization = Prepare(model, recorded.Length);
        for (int step = 0; step < recorded.Length; step++)
            optimization.Step(threads: int.MaxValue, default);

        StyleLosses[] losses = optimization.Losses;
        // The same to single precision at first; what differs then grows with the steps.
        for (int step = 0; step < recorded.Length; step++)
        {
            double tolerance = step < 3 ? 0.005 : 0.05;
            Assert.Equal(recorded[step].Sum(), losses[step].Total, tolerance * recorded[step].Sum());
        }

        Assert.True(losses[^1].Style < 0.5 * losses[0].Style);
    }

    private static StyleOptimization Prepare(InferenceModel model, int steps)
    {
        var recipe = new StyleRecipe
        {
            Preset = StylePreset.Cs231n,
            ContentLayers = ["fire2/concat_1"],
            StyleLayers = ["conv1_2", "fire3/concat_1", "fire4/concat_1", "fire5/concat_1"],
            ContentWeight = 1,
            StyleWeights = [1, 1, 1, 1],
            VariationWeight = 0.5,
            Scale = LossScale.Relative,
            Steps = steps,
            LearningRate = 0.3,
            Decay = 0.1,
            DecayEvery = steps * 9 / 10,
            Bound = 1.5,
            Start = StyleStart.Content,
            Seed = 0,
            KeepsColour = false,
        };
        (string[] Content, string[] Style) found = PresetLayers.Find(
            StylePreset.Cs231n, model.DescribeLayers([new Shape(1, 3, 224, 224)]), CapturePoint.Before)!.Value;
        Assert.Equal(recipe.ContentLayers, found.Content);
        Assert.Equal(recipe.StyleLayers, found.Style);
        var space = new PictureSpace(new PreprocessingSpec
        {
            Width = 224,
            Height = 224,
            Channels = ChannelOrder.Bgr,
            Layout = TensorLayout.Nchw,
            Resize = ResizeRule.ShortestEdge(256, ResizeFilter.Bilinear),
            Crop = CropRounding.HalfEven,
            Normalization = new Normalization([new(NormalizationOperation.Subtract, [103.94, 116.78, 123.68])]),
            ApplyExifOrientation = true,
            Background = null,
        });
        var shape = new Shape(1, 3, 224, 224);
        return new StyleOptimization(
            space, space, recipe, StylePlans.Compile(model, recipe, shape, shape, space.Length, long.MaxValue),
            (Read(space, "content.png"), Read(space, "style.jpg")),
            threads: int.MaxValue, default);
    }

    private static float[] Read(PictureSpace space, string name)
    {
        Assert.SkipWhen(Checkout.Root is null, "The pictures lie in the repository.");
        byte[] file = File.ReadAllBytes(Path.Combine(Checkout.Root, "docs", "style-transfer", name));
        using DecodedImage image = new SkiaImageDecoder().Decode(file);
        return space.Read(image);
    }
}
