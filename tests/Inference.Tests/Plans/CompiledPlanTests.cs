using CsCheck;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Plans;

public sealed class CompiledPlanTests
{
    [Fact]
    public void Random_networks_keep_live_buffers_apart() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            RandomNetworks network = RandomNetworks.Create(seed);
            foreach (bool optimize in new[] { false, true })
                Check(TestEngines.Get(InstructionSets.Best, optimize), network.Model, [network.Images(2).Shape]);
        },
        iter: 100,
        threads: 1);

    [Theory]
    [InlineData("densenet121")]
    [InlineData("googlenet")]
    [InlineData("shufflenet_v2_x1_0")]
    [InlineData("mobilenet_v3_large")]
    public void Real_networks_keep_live_buffers_apart(string name) =>
        Check(
            TestEngines.Best, RandomWeights.Fill(File.ReadAllBytes(TestData.Find($"topologies/{name}.onnx"))), [new Shape(1, 3, 224, 224)]);

    [Fact]
    public void Memory_is_reused_along_a_chain()
    {
        var random = new TensorRandom(1);
        var builder = new OnnxModelBuilder().Input("v0", 1, 16, 56, 56).Initializer("w", random.Floats(16, 16, 3, 3));
        for (int i = 0; i < 20; i++)
            builder.Node("Conv", [$"v{i}", "w"], [$"v{i + 1}"], ("pads", new[] { 1, 1, 1, 1 }));
        using InferenceModel model = TestEngines.Best.Load(builder.Output("v20").Build(), "chain.onnx");
        long map = 16 * 56 * 56 * sizeof(float);
        Assert.InRange(model.Compile([new Shape(1, 16, 56, 56)]).ArenaBytes, 2 * map, 5 * map);
    }

    /// <summary>
    /// Replays the plan: a buffer is alive from the first step that writes it to the last that uses it, and must not overlap another live
    /// buffer.
    /// </summary>
    private static void Check(InferenceEngine engine, byte[] bytes, IReadOnlyList<Shape> shapes)
    {
        using InferenceModel model = engine.Load(bytes, "test.onnx");
        CompiledPlan plan = model.Compile(shapes);
        var lives = new Dictionary<PlanBuffer, (int First, int Last)>();
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            Step step = plan.Steps[i];
            IEnumerable<PlanBuffer?> buffers = step.Reads.Concat(step.Writes).Select(view => view.Buffer).Append(step.Scratch);
            foreach (PlanBuffer buffer in buffers.OfType<PlanBuffer>().Where(b => !b.IsConstant))
                lives[buffer] = lives.TryGetValue(buffer, out (int First, int Last) life) ? (life.First, i) : (i, i);
        }

        (PlanBuffer Buffer, (int First, int Last) Life)[] all = [.. lives.Select(pair => (pair.Key, pair.Value))];
        Assert.NotEmpty(all);
        for (int i = 0; i < all.Length; i++)
        {
            (PlanBuffer a, (int First, int Last) lifeA) = all[i];
            Assert.InRange(a.Offset + a.Bytes, a.Bytes, plan.ArenaBytes);
            foreach ((PlanBuffer b, (int First, int Last) lifeB) in all.AsSpan(i + 1))
            {
                bool together = lifeA.First <= lifeB.Last && lifeB.First <= lifeA.Last;
                bool overlap = a.Offset < b.Offset + b.Bytes && b.Offset < a.Offset + a.Bytes;
                Assert.False(
                    together
                    && overlap,
                    $"[{a.Offset},{a.Offset + a.Bytes}) of steps {lifeA} and [{b.Offset},{b.Offset + b.Bytes}) of steps {lifeB}");
            }
        }
    }
}
