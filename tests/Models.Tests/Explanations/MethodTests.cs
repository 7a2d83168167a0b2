using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Explanations;
using Fovea.Models.Explanations.Methods;
using Fovea.Models.Hosting;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Explanations;

/// <summary>Each method against its definition, on a small network of random weights.</summary>
public sealed class MethodTests : IDisposable
{
    private const int Side = 8, Plane = Side * Side;

    private static readonly float[] Picture = Explained.Noise(5, 3 * Plane);

    private readonly ServedModels _served = new ServedModels().Add("net", ServedModels.Classifier(1)).Load();

    private HostedModel Model => _served["net"];

    [Fact]
    public void Occlusion_is_the_mean_fall_of_the_score_over_the_windows_that_cover_a_pixel()
    {
        HeatMap map = Explained.By(Model, "occlusion", Picture, Explained.Any with
        {
            Class = "3",
            Settings = new ExplanationSettings { Window = 3, Stride = 2, Baseline = Baseline.White },
        }).Map;

        // Windows begin at 0, 2, 4 and 6; the last one is cut off.
        (double[] sums, int[] counts) = (new double[Plane], new int[Plane]);
        for (int top = 0; top < Side - 1; top += 2)
        {
            for (int left = 0; left < Side - 1; left += 2)
            {
                int[] covered = [.. Enumerable.Range(0, Plane).Where(
                    i => i / Side >= top && i / Side < top + 3 && i % Side >= left && i % Side < left + 3)];
                float[] picture = [.. Picture];
                foreach (int pixel in covered)
                    (picture[pixel], picture[Plane + pixel], picture[2 * Plane + pixel]) = (1, 1, 1);
                foreach (int pixel in covered)
                {
                    sums[pixel] += Score(Picture, 3) - Score(picture, 3);
                    counts[pixel]++;
                }
            }
        }

        for (int i = 0; i < Plane; i++)
            Assert.Equal(sums[i] / counts[i], map.Values[i], 1e-5);
    }

    [Fact]
    public void Smoothgrad_follows_its_seed_and_without_noise_it_is_saliency()
    {
        float[] Map(double noise, int seed) => Explained.By(Model, "smoothgrad", Picture, Explained.Any with
        {
            Class = "2",
            Settings = new ExplanationSettings { Samples = 4, Noise = noise, Seed = seed },
        }).Map.Values;

        Assert.Equal(Map(0.2, 7), Map(0.2, 7));
        Assert.NotEqual(Map(0.2, 7), Map(0.2, 8));
        Assert.Equal(Explained.By(Model, "saliency", Picture, Explained.Any with { Class = "2" }).Map.Values, Map(0, 7));
    }

    [Fact]
    public void Saliency_is_the_largest_slope_of_a_pixels_channels()
    {
        float[] map = Explained.By(Model, "saliency", Picture, Explained.Any with { Class = "0" }).Map.Values;
        for (int pixel = 9; pixel < Plane; pixel += 17)
        {
            double largest = Enumerable.Range(0, 3).Max(channel => Math.Abs(Slope(channel * Plane + pixel)));
            Assert.Equal(largest, map[pixel], 2e-3);
        }

        double Slope(int i)
        {
            const float Step = 1e-2f;
            (float[] up, float[] down) = ([.. Picture], [.. Picture]);
            (up[i], down[i]) = (up[i] + Step, down[i] - Step);
            return (Score(up, 0) - Score(down, 0)) / (up[i] - down[i]);
        }
    }

    // Two channels of two positions, by hand.
    [Fact]
    public void Weights_of_the_maps_of_layers()
    {
        var layer = new LayerGradient(2, 1, 2, [1, 3, 2, 0], [0.5f, 0, -1, 1]);

        Assert.Equal([0.25f, 0.75f], GradCam.Sum(layer));
        Assert.Equal([0.5f, 0], LayerCam.Sum(layer));
        // 0.5 * 0.25 / (2 * 0.25 + 4 * 0.125) = 1 / 8, and 1 / (2 + 2) = 1 / 4.
        float[] sum = GradCamPlusPlus.Sum(layer);
        Assert.Equal(0.125 + 0.5, sum[0], 1e-5);
        Assert.Equal(0.375, sum[1], 1e-5);
    }

    [Fact]
    public void A_layer_becomes_a_map_as_in_pytorch_grad_cam()
    {
        var map = HeatMap.OfLayer(2, 2, [-1, 1, 2, 4], 4, 4);

        Assert.Equal((-1, 4), map.Range);
        // The positive part over 4: (0, 0.25, 0.5, 1), with the centres of pixels at halves.
        float[] expected =
        [
            0, 0.0625f, 0.1875f, 0.25f,
            0.125f, 0.203125f, 0.359375f, 0.4375f,
            0.375f, 0.484375f, 0.703125f, 0.8125f,
            0.5f, 0.625f, 0.875f, 1,
        ];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], map.Values[i], 1e-6);
        Assert.All(HeatMap.OfLayer(2, 2, [-1, -2, -3, -4], 4, 4).Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task Every_method_says_what_it_costs_and_costs_that()
    {
        foreach (ExplanationMethod method in MethodTable.All)
        {
            var share = new CountedShare();
            ExplanationPlan plan = ExplanationPlan.Of(Model, Explained.Request(method.Name, Explained.Any with
            {
                Settings = new ExplanationSettings { Samples = 3, Steps = 5, Window = 4, Stride = 4 },
            }));
            await Explainer.ExplainAsync(plan, Picture, share);

            Assert.Equal((method.Name, plan.Cost.Forward + plan.Cost.Gradients), (method.Name, share.Pieces));
        }
    }

    [Theory]
    [InlineData("gradcam++")]
    [InlineData("integrated-gradients")]
    [InlineData("guided-gradcam")]
    [InlineData("occlusion")]
    public void The_same_request_has_the_same_bits(string method) =>
        Assert.Equal(Explained.By(Model, method, Picture).Map.Values, Explained.By(Model, method, Picture).Map.Values);

    [Fact]
    public async Task A_cancelled_explanation_ends_between_two_runs()
    {
        using var source = new CancellationTokenSource();
        ExplanationPlan plan = ExplanationPlan.Of(Model, Explained.Request("smoothgrad"));
        var share = new CountedShare(() => source.Cancel(), source.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Explainer.ExplainAsync(plan, Picture, share));
        Assert.True(share.Pieces < 5, $"{share.Pieces}");
    }

    [Fact]
    public void What_would_take_too_many_runs_is_refused_with_both_numbers()
    {
        ServingException error = Assert.Throws<ServingException>(() => ExplanationPlan.Of(
            Model, Explained.Request("integrated-gradients", Explained.Any with
            {
                MaxRuns = 100,
                Settings = new ExplanationSettings { Steps = 60 },
            })));

        Assert.Equal(ServingError.RunLimit, error.Error);
        Assert.Contains("123 in all; at most 100", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _served.Dispose();

    private double Score(float[] picture, int index)
    {
        CompiledPlan plan = Model.Graph.Compile(Model.Inputs.Shapes!);
        return plan.Run([Tensor.From<float>(Model.Inputs.Shapes![0], picture)])[0].Span<float>()[index];
    }

    private sealed class CountedShare(Action? third = null, CancellationToken cancellation = default) : WorkShare
    {
        public int Pieces { get; private set; }

        public override Task<T> DoAsync<T>(Func<int, CancellationToken, T> work)
        {
            if (++Pieces == 3)
                third?.Invoke();
            return Task.FromResult(work(1, cancellation));
        }
    }
}
