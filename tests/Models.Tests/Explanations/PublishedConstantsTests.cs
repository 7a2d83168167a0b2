using Fovea.Models.Explanations;
using Fovea.Models.Explanations.Methods;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Explanations;

/// <summary>
/// The network of captum's tests (BasicModel_ConvNet_One_Conv of github.com/meta-pytorch/captum), and the attributions that they expect.
/// </summary>
public sealed class PublishedConstantsTests : IDisposable
{
    private const string Gray =
        """{ "normalize": { "divide": 1 }, "resize": { "rule": "exact", "width": 4, "height": 4 }, "outputActivation": "none" }""";

    private static readonly float[] Picture = [.. Enumerable.Range(0, 16).Select(i => (float)i)];

    private readonly ServedModels _served = new ServedModels().Add("net", Network(), Gray).Load();

    [Fact]
    public void Layers_weighted_by_their_gradients() => Assert.Equal([11.25f, 13.5f, 20.25f, 22.5f], GradCam.Sum(GradientOf("conv1")));

    [Fact]
    public void The_parts_of_each_channel()
    {
        LayerGradient both = GradientOf("conv1");
        Assert.Equal([-3.75f, 3, 23.25f, 30], GradCam.Sum(Channel(both, 0)));
        Assert.Equal([15, 10.5f, -3, -7.5f], GradCam.Sum(Channel(both, 1)));
    }

    [Fact]
    public void Layers_behind_the_relu() => Assert.Equal([0, 4, 28, 32.5f], GradCam.Sum(GradientOf("relu1")));

    [Fact]
    public void Guided_backpropagation()
    {
        Explanation explanation = Explained.By(_served["net"], "guided-backprop", Picture, Explained.Any with { Class = "0" });

        Assert.Equal([0, 1, 1, 1, 1, 3, 3, 2, 1, 3, 3, 2, 1, 2, 2, 1], explanation.Map.Values);
        Assert.Equal(54, explanation.Score);
    }

    // captum enlarges the layer by repetition there.
    [Fact]
    public void Guided_backpropagation_times_the_layer()
    {
        float[] guided = Explained.By(_served["net"], "guided-backprop", Picture, Explained.Any with { Class = "0" }).Map.Values;
        float[] layer = GradCam.Sum(GradientOf("relu1"));

        Assert.Equal([28, 56, 65, 32.5f], Enumerable.Range(0, 4).Select(x => guided[12 + x] * layer[2 + x / 2]));
    }

    [Fact]
    public void Guided_gradcam_is_the_product_of_both_maps()
    {
        ExplanationRequest request = Explained.Any with { Class = "0" };
        float[] guided = Explained.By(_served["net"], "guided-backprop", Picture, request).Map.Values;
        float[] where = Explained.By(_served["net"], "gradcam", Picture, request with { Layer = "relu1" }).Map.Values;
        float[] product = Explained.By(_served["net"], "guided-gradcam", Picture, request with { Layer = "relu1" }).Map.Values;

        Assert.Equal(guided.Zip(where, (a, b) => a * b), product);
    }

    [Fact]
    public void Saliency_is_the_magnitude_of_the_gradient()
    {
        float[] saliency = Explained.By(_served["net"], "saliency", Picture, Explained.Any with { Class = "0" }).Map.Values;

        // Of the first channel three windows count, of the second two of them, with the other sign: one is left.
        Assert.Equal([0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0], saliency);
    }

    [Fact]
    public void The_layer_is_the_last_with_rows_and_columns()
    {
        ExplanationPlan plan = ExplanationPlan.Of(_served["net"], Explained.Request("gradcam"));

        Assert.Equal(("relu1", "scores"), (plan.Layer!.Name, plan.Target.Value.Name));
    }

    public void Dispose() => _served.Dispose();

    private static LayerGradient Channel(LayerGradient layer, int channel) => layer with
    {
        Channels = 1,
        Activations = layer.Activations[(channel * layer.PlaneSize)..((channel + 1) * layer.PlaneSize)],
        Gradients = layer.Gradients[(channel * layer.PlaneSize)..((channel + 1) * layer.PlaneSize)],
    };

    private LayerGradient GradientOf(string layer)
    {
        ExplanationPlan plan = ExplanationPlan.Of(_served["net"], Explained.Request("gradcam", Explained.Any with { Layer = layer }));
        return new NetworkRuns(_served["net"], plan.Target.Value, plan.Layer) { Element = new ExplainedElement(0, 1, 0, "0") }
            .GradientOfLayer(Picture).Layer;
    }

    private static OnnxFile Network() => new OnnxFile()
        .Input("image", 1, 1, 4, 4)
        .Weights("ones", [2, 1, 3, 3], [.. Enumerable.Repeat(1f, 18)])
        .Weights("bias", [2], -50, -75)
        .Weights("rows", [8, 4], [.. Enumerable.Range(0, 32).Select(i => i / 4 < 5 ? 1f : -1)])
        .Node("Conv", ["image", "ones", "bias"], "conv1", "", ("kernel_shape", [3, 3]))
        .Node("Relu", ["conv1"], "relu1")
        .Node("Flatten", ["relu1"], "flat")
        .Node("MatMul", ["flat", "rows"], "fc")
        .Node("Relu", ["fc"], "scores")
        .Output("scores", 1, 4);
}
