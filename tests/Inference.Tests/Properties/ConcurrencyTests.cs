using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

public sealed class ConcurrencyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Runs_of_one_plan_from_many_threads_give_the_same_bits(int threads)
    {
        RandomNetworks network = RandomNetworks.Create(5);
        using InferenceModel model = TestEngines.Get(InstructionSets.Best, threads: threads).Load(network.Model, "test.onnx");
        Tensor[] images = [.. Enumerable.Range(0, 8).Select(i => network.Images(2, seed: i))];
        CompiledPlan plan = model.Compile([images[0].Shape]);
        Tensor[] expected = [.. images.Select(image => plan.Run([image])[0])];

        await Task.WhenAll(images.Select((image, i) => Task.Run(() =>
        {
            for (int repetition = 0; repetition < 50; repetition++)
                ModelCheck.SameBits(expected[i], plan.Run([image])[0], $"caller {i}, repetition {repetition}");
        })));
    }

    [Fact]
    public async Task Compiling_from_many_threads_gives_one_plan_for_each_shape_and_set_of_outputs()
    {
        RandomNetworks network = RandomNetworks.Create(6);
        using InferenceModel model = TestEngines.Best.Load(network.Model, "test.onnx");
        CompiledPlan[] plans = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            Task.Run(() => model.Compile([network.Images(1 + i % 2).Shape], i % 4 < 2 ? null : [network.Values[0]]))));
        Assert.Equal(4, plans.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public async Task Models_share_one_engine()
    {
        RandomNetworks[] networks = [.. Enumerable.Range(20, 6).Select(RandomNetworks.Create)];
        await Task.WhenAll(networks.Select(network => Task.Run(() =>
        {
            Tensor images = network.Images(2);
            Tensor[] expected = OnnxRuntimeOracle.Run(network.Model, [images]);
            for (int repetition = 0; repetition < 10; repetition++)
                ModelCheck.Equal(expected, TestEngines.Best.Run(network.Model, [images]), Tolerance.Network, "shared engine");
        })));
    }
}
