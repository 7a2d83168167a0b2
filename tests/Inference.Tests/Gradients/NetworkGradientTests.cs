using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>Gradients of well-known networks with random weights: along itself, a gradient grows by its own length.</summary>
public sealed class NetworkGradientTests
{
    public static TheoryData<string> Names() =>
    [
        "alexnet", "resnet18", "squeezenet1_1", "mobilenet_v2", "mobilenet_v3_large", "shufflenet_v2_x1_0", "efficientnet_b0",
        "densenet121", "googlenet", "mnasnet1_0",
        "regnet_x_800mf", "convnext_tiny", "zoo_bvlc_alexnet", "zoo_inception_v1", "zoo_shufflenet",
    ];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public void Along_itself_a_gradient_grows_by_its_length(string name)
    {
        if (!TestData.Exists($"topologies/{name}.onnx"))
            Assert.Skip($"there is no topology {name}");
        byte[] file = RandomWeights.Fill(File.ReadAllBytes(TestData.Find($"topologies/{name}.onnx")));
        using InferenceModel model = TestEngines.Best.Load(file, name);
        Tensor image = new TensorRandom(name.Length).Floats(1, 3, 224, 224);
        // Probabilities of random networks are nearly equal, and their gradients nearly 0: those of the logits are compared.
        LayerInfo last = model.DescribeLayers([image.Shape]).Single(layer => layer.Name == model.FindLayer(model.Outputs[0].Name));
        string output = last.Operator == "Softmax" ? last.Sources[0] : last.Name;
        CompiledPlan plan = model.CompileGradient([image.Shape], [output], [model.Inputs[0].Name], [output]);
        Tensor seed = new TensorRandom(3).Floats(plan.Inputs[^1].Shape, -1, 1);

        Tensor[] results = plan.Run([image, seed]);

        ModelCheck.Equal(model.Run([image], [output]), [results[0]], Tolerance.Network, name);
        float[] gradient = results[1].Span<float>().ToArray();
        double length = Math.Sqrt(gradient.Sum(g => (double)g * g));
        // A step that changes the result by a thousandth crosses few corners and keeps enough digits.
        double scale = results[0].Span<float>().ToArray().Zip(seed.Span<float>().ToArray(), (y, s) => Math.Abs((double)y * s)).Sum();
        double step = 1e-3 * scale / length;
        double grown = (Value(step) - Value(-step)) / (2 * step);
        Assert.True(Math.Abs(grown - length) < 0.1 * length, $"{name}: grows by {grown} along a gradient of length {length}");

        double Value(double by)
        {
            float[] moved = image.Span<float>().ToArray();
            for (int i = 0; i < moved.Length; i++)
                moved[i] += (float)(by * gradient[i] / length);
            float[] values = model.Run([Tensor.From<float>(image.Shape, moved)], [output])[0].Span<float>().ToArray();
            return values.Zip(seed.Span<float>().ToArray(), (y, s) => (double)y * s).Sum();
        }
    }
}
