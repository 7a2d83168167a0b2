using Fovea.Inference;
using Fovea.Inference.Onnx;
using Fovea.Models.Packages;

namespace Fovea.Models.Tests.Bundled;

/// <summary>What the bundled model's folder holds.</summary>
public sealed class DigitsPackageTests(DigitsModel digits) : IClassFixture<DigitsModel>
{
    [Fact]
    public void TestPairs_Hold()
    {
        Assert.Equal(3, digits.Package.SelfTests.Count);
        foreach (SelfTest test in digits.Package.SelfTests)
        {
            Tensor input = TensorFile.Read(Assert.Single(test.InputPaths));
            Tensor expected = TensorFile.Read(Assert.Single(test.OutputPaths));
            CompiledPlan plan = digits.Model.Compile([input.Shape]);
            var scores = new Tensor(ElementType.Float32, plan.Outputs[0].Shape);
            plan.Run([input], [scores]);
            Assert.Equal(expected.Shape, scores.Shape);
            float[] wanted = expected.Span<float>().ToArray();
            float range = wanted.Max() - wanted.Min();
            for (int i = 0; i < wanted.Length; i++)
                Assert.Equal(wanted[i], scores.Span<float>()[i], range * 1e-4f);
        }
    }

    [Fact]
    public void Labels_AreTheTenDigits() => Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], digits.Package.Labels);

    [Fact]
    public void Layers_HaveReadableNamesAndKeepTheirNormalisation() => Assert.Equal(
        [
            "conv1", "bn1", "relu1", "conv2", "bn2", "relu2", "conv3", "bn3", "relu3", "conv4", "bn4", "relu4", "maxpool",
            "conv5", "bn5", "relu5", "conv6", "bn6", "relu6", "conv7", "bn7", "relu7", "avgpool", "flatten", "logits",
        ],
        digits.Model.LayerNames);
}
