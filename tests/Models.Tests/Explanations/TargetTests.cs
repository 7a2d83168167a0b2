using Fovea.Models.Errors;
using Fovea.Models.Explanations;
using Fovea.Models.Postprocessing;
using Fovea.Models.Tasks;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Explanations;

/// <summary>What is explained, and which layer is looked at.</summary>
public sealed class TargetTests : IDisposable
{
    private static readonly float[] Picture = Explained.Noise(5, 3 * 64);

    private readonly ServedModels _served = new ServedModels()
        .Add("net", ServedModels.Classifier(1))
        .Add("softmax", ServedModels.Classifier(1).Node("Softmax", ["scores"], "probabilities").Output("probabilities", -1, 5))
        .Add("vector", ServedModels.Mixing())
        .Add("fixed", ServedModels.Classifier(1, batch: 2))
        .Load();

    [Fact]
    public void The_predicted_class_is_explained_where_none_is_named()
    {
        Explanation predicted = Explained.By(_served["net"], "saliency", Picture);
        Explanation[] named = [.. Enumerable.Range(0, 5).Select(
            i => Explained.By(_served["net"], "saliency", Picture, Explained.Any with { Class = $"{i}" }))];

        Assert.Equal(named.Max(explanation => explanation.Score), predicted.Score);
        Assert.Equal(named[predicted.Element.Class!.Value].Map.Values, predicted.Map.Values);
    }

    [Fact]
    public void A_fixed_batch_is_filled_with_zeros()
    {
        foreach (string method in new[] { "gradcam", "saliency", "occlusion" })
        {
            Explanation one = Explained.By(_served["net"], method, Picture), two = Explained.By(_served["fixed"], method, Picture);
            Assert.Equal(one.Score, two.Score, 1e-5);
            for (int i = 0; i < one.Map.Values.Length; i++)
                Assert.Equal(one.Map.Values[i], two.Map.Values[i], 1e-4);
        }
    }

    [Fact]
    public void An_element_of_a_layer_is_explained_by_its_position_along_each_axis_or_among_all()
    {
        ExplanationRequest request = Explained.Any with { Output = "relu" };
        Explanation axes = Explained.By(_served["net"], "saliency", Picture, request with { Index = [2, 3, 1] });
        Explanation all = Explained.By(_served["net"], "saliency", Picture, request with { Index = [2 * 36 + 3 * 6 + 1] });

        Assert.Equal((2 * 36 + 3 * 6 + 1, null, null), (axes.Element.Element, axes.Element.Class, axes.Element.Label));
        Assert.Equal(all.Map.Values, axes.Map.Values);
        // The window of a convolution over 3 x 3 pixels.
        for (int i = 0; i < 64; i++)
            Assert.Equal(i / 8 is >= 3 and < 6 && i % 8 is >= 1 and < 4 && axes.Score > 0, axes.Map.Values[i] > 1e-6);
    }

    [Theory]
    [InlineData("relu", null, "'index' is missing; 'relu' of shape [1,12,6,6] has elements from '0,0,0' to '11,5,5', or from 0 to 431")]
    [InlineData("relu", "12,0,0", "'index' is '12,0,0'")]
    [InlineData("relu", "432", "or from 0 to 431")]
    [InlineData("relu", "1,1", "'index' is '1,1'")]
    [InlineData("nothing", "0", "has no layer 'nothing'")]
    public void Elements_that_do_not_exist_are_refused(string output, string? index, string message) => Refused(
        "net", "saliency",
        Explained.Any with { Output = output, Index = index is null ? null : [.. index.Split(',').Select(int.Parse)] }, message);

    [Fact]
    public void Classes_and_layers_that_do_not_exist_are_refused()
    {
        Refused("net", "gradcam", Explained.Any with { Class = "5" }, "has the classes 0 to 4");
        Refused("net", "gradcam", Explained.Any with { Class = "horse" }, "'class' is 'horse'");
        Refused("net", "gradcam", Explained.Any with { Class = "1", Output = "relu", Index = [0] }, "both given");
        Refused("net", "gradcam", Explained.Any with { Index = [0] }, "without 'output'");
        Refused("net", "gradcam", Explained.Any with { Layer = "reluu" }, "has no layer 'reluu'");
        Refused("net", "gradcam", Explained.Any with { Layer = "pool" }, "expected Float32 of the shape (1,C,H,W)");
        Refused("net", "gradcam", Explained.Any with { Layer = "scores" }, "is computed of");
        Refused("net", "gradcam", Explained.Any with { Output = "conv", Index = [0], Layer = "relu" }, "is computed of");
        Refused("vector", "gradcam", Explained.Any, "no layer of rows and columns");
        Refused("net", "occlusion", Explained.Any with { Settings = new() { Window = 2, Stride = 3 } }, "'stride' is '3'");
    }

    [Fact]
    public void The_last_layer_with_rows_and_columns_is_looked_at()
    {
        Assert.Equal("classes", ExplanationPlan.Of(_served["net"], Explained.Request("gradcam")).Layer!.Name);
        Assert.Equal(
            "conv", ExplanationPlan.Of(
                _served["net"], Explained.Request("gradcam", Explained.Any with { Output = "relu", Index = [0] })).Layer!.Name);
        Assert.Null(ExplanationPlan.Of(_served["net"], Explained.Request("saliency")).Layer);
    }

    [Fact]
    public void The_first_of_two_classes_of_one_score_counts_the_other_way()
    {
        var scores = new ClassScores("score", 1, new Classifier(OutputActivation.Sigmoid, ["no", "yes"], isPair: true));

        Assert.Equal((0, -1f), scores.ElementOf(0));
        Assert.Equal((0, 1f), scores.ElementOf(1));
        Assert.Equal((2, "no", "yes"), (scores.Count, scores.LabelOf(0), scores.LabelOf(1)));
        Assert.Equal([1], scores.Find("YES"));
        Assert.Equal((0, 1), (scores.Predict([-2]), scores.Predict([3])));
    }

    [Fact]
    public void Several_classes_of_one_label_are_told_apart_by_index()
    {
        var scores = new ClassScores("scores", 3, new Classifier(OutputActivation.Softmax, ["crane", "heron", "crane"]));

        Assert.Equal([0, 2], scores.Find("Crane"));
        Assert.Equal([2], scores.Find("2"));
        Assert.Empty(scores.Find("3"));
        Assert.Empty(scores.Find("stork"));
    }

    public void Dispose() => _served.Dispose();

    private void Refused(string model, string method, ExplanationRequest request, string message)
    {
        ServingException error = Assert.Throws<ServingException>(
            () => ExplanationPlan.Of(_served[model], Explained.Request(method, request)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
