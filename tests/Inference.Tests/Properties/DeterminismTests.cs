using CsCheck;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

/// <summary>The same image gives the same bits alone, at any position in any batch, and with any number of threads.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void Random_networks() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            RandomNetworks network = RandomNetworks.Create(seed);
            foreach (InstructionSet instructionSet in InstructionSets.Available)
                Check(network.Model, network.Images(5, seed), instructionSet, $"network {seed}");
        },
        iter: 60,
        threads: 1);

    [Theory]
    [InlineData("squeezenet1_1")]
    [InlineData("mobilenet_v3_large")]
    [InlineData("shufflenet_v2_x1_0")]
    [InlineData("resnet18")]
    public void Real_networks(string name)
    {
        byte[] model = RandomWeights.Fill(File.ReadAllBytes(TestData.Find($"topologies/{name}.onnx")));
        Check(model, new TensorRandom(1).Floats(3, 3, 224, 224), InstructionSets.Best, name);
    }

    [Fact]
    public void A_matrix_product_sums_in_the_same_order_for_one_row_and_for_many()
    {
        var random = new TensorRandom(3);
        byte[] model = new OnnxModelBuilder()
            .Input("x", Dimension.Named("n"), 1031).Initializer("w", random.Floats(1031, 53)).Initializer("b", random.Floats(53))
            .Node("Gemm", ["x", "w", "b"], ["y"]).Output("y").Build();
        foreach (InstructionSet instructionSet in InstructionSets.Available)
            Check(model, random.Floats(19, 1031), instructionSet, "Gemm");
    }

    [Fact]
    public void Volumes()
    {
        var random = new TensorRandom(5);
        byte[] model = new OnnxModelBuilder()
            .Input("x", Dimension.Named("n"), 3, 9, 12, 14).Initializer("a", random.Floats(16, 3, 3, 3, 3))
            .Initializer("d", random.Floats(16, 1, 3, 3, 3))
            .Initializer("b", random.Floats(32, 16, 1, 1, 1)).Initializer("c", random.Floats(32, 16, 3, 3, 3))
            .Node("Conv", ["x", "a"], ["first"], ("pads", new[] { 1, 1, 1, 1, 1, 1 })).Node("Relu", "first", "relu")
            .Node("Conv", ["relu", "d"], ["deep"], ("pads", new[] { 1, 1, 1, 1, 1, 1 }), ("group", 16))
            .Node("Conv", ["deep", "b"], ["wide"])
            .Node("Conv", ["wide", "c"], ["grouped"], ("pads", new[] { 1, 1, 1, 1, 1, 1 }), ("group", 2), ("strides", new[] { 2, 2, 2 }))
            .Node("MaxPool", "grouped", "pooled", ("kernel_shape", new[] { 2, 2, 2 })).Node("GlobalAveragePool", "pooled", "mean")
            .Node("Flatten", "mean", "y")
            .Output("y").Build();
        foreach (InstructionSet instructionSet in InstructionSets.Available)
            Check(model, random.Floats(5, 3, 9, 12, 14), instructionSet, "volumes");
    }

    private static void Check(byte[] model, Tensor images, InstructionSet instructionSet, string who)
    {
        int count = (int)images.Shape[0];
        Tensor[] alone;
        using (InferenceModel loaded = TestEngines.Get(instructionSet, threads: 1).Load(model, who))
            alone = [.. Enumerable.Range(0, count).Select(i => loaded.Run([images.Rows(i, 1)])[0])];
        foreach (int threads in new[] { 1, 2, 3 })
        {
            using InferenceModel loaded = TestEngines.Get(instructionSet, threads: threads).Load(model, who);
            foreach (int batch in new[] { 1, 2, count - 1, count }.Distinct())
            {
                for (int first = 0; first + batch <= count; first += Math.Max(1, count - batch))
                {
                    Tensor together = loaded.Run([images.Rows(first, batch)])[0];
                    for (int i = 0; i < batch; i++)
                        ModelCheck.SameBits(
                            alone[first + i], together.Rows(i, 1), $"{who}, {instructionSet}, {threads} threads, image {i} of {batch}");
                }
            }
        }
    }
}
