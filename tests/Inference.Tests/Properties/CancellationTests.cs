using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

public sealed class CancellationTests
{
    private const int Layers = 60;

    [Fact]
    public void A_cancelled_token_stops_before_the_first_step()
    {
        CompiledPlan plan = Compile(out Tensor[] inputs);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => plan.Run(inputs, plan.NewOutputs(), source.Token));
    }

    [Fact]
    public void A_run_stops_between_two_steps_and_the_plan_stays_usable()
    {
        CompiledPlan plan = Compile(out Tensor[] inputs);
        Tensor expected = plan.Run(inputs)[0];
        bool stopped = false;
        for (int attempt = 0; attempt < 100 && !stopped; attempt++)
        {
            using var source = new CancellationTokenSource();
            var canceller = new Thread(() =>
            {
                Thread.Sleep(1);
                source.Cancel();
            });
            canceller.Start();
            try
            {
                plan.Run(inputs, plan.NewOutputs(), source.Token);
            }
            catch (OperationCanceledException error)
            {
                Assert.Equal(source.Token, error.CancellationToken);
                stopped = true;
            }

            canceller.Join();
        }

        Assert.True(stopped, "No run noticed its cancellation.");
        ModelCheck.SameBits(expected, plan.Run(inputs)[0], "after a cancellation");
    }

    private static CompiledPlan Compile(out Tensor[] inputs)
    {
        var random = new TensorRandom(1);
        var builder = new OnnxModelBuilder().Input("v0", 1, 32, 56, 56)
            .Initializer("w", random.Floats(new Shape(32, 32, 3, 3), -0.1f, 0.1f));
        for (int i = 0; i < Layers; i++)
            builder.Node("Conv", [$"v{i}", "w"], [$"v{i + 1}"], ("pads", new[] { 1, 1, 1, 1 }));
        InferenceModel model = TestEngines.Best.Load(builder.Output($"v{Layers}").Build(), "chain.onnx");
        inputs = [random.Floats(1, 32, 56, 56)];
        return model.Compile([inputs[0].Shape]);
    }
}
