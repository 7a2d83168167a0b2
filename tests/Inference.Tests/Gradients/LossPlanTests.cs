using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>Plans of losses: their terms, their targets, and the gradients of their weighted sum.</summary>
public sealed class LossPlanTests
{
    private static readonly LossTerm[] Terms =
        [new("r", LossStatistic.Value), new("r", LossStatistic.Gram), new("d", LossStatistic.Gram)];

    [Fact]
    public void Statistics_are_values_and_gram_matrices_by_definition()
    {
        using InferenceModel model = Load(new OnnxModelBuilder().Input("x", 1, 2, 1, 3).Node("Neg", "x", "y").Output("y"));
        Tensor image = Tensor.From<float>(new Shape(1, 2, 1, 3), [1, 2, 3, 4, 5, 6]);
        Tensor[] found = model.CompileStatistics(
            [image.Shape], [new("y", LossStatistic.Gram), new("y", LossStatistic.Value)]).Run([image]);

        // Sums over three positions of two channels' products, over six elements.
        Assert.Equal(new Shape(1, 2, 2), found[0].Shape);
        float[] expected = [14 / 6f, 32 / 6f, 32 / 6f, 77 / 6f];
        Assert.All(expected.Zip(found[0].Span<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 5));
        Assert.Equal([-1, -2, -3, -4, -5, -6], found[1].Span<float>().ToArray());
    }

    [Fact]
    public void A_loss_is_0_at_its_targets_and_the_mean_square_elsewhere()
    {
        using InferenceModel model = Load(Network());
        Tensor image = new TensorRandom(1).Floats(Image, -1, 1);
        CompiledPlan plan = model.CompileLosses([Image], Terms, ["x"]);
        Tensor[] targets = model.CompileStatistics([Image], Terms).Run([image]);
        Tensor[] inputs = WithTargets(image, targets, [1, 1, 1]);
        Tensor[] results = plan.Run(inputs);

        Assert.All(results[..3], loss => Assert.Equal(0, loss.Span<float>()[0]));
        Assert.All(results[3].Span<float>().ToArray(), slope => Assert.Equal(0, slope));
        foreach (Tensor target in targets)
            target.Span<float>()[0] += 0.5f;
        results = plan.Run(inputs);
        Assert.All(
            results[..3].Zip(targets),
            pair => Assert.Equal(0.25 / pair.Second.Shape.ElementCount, pair.First.Span<float>()[0], 1e-6));
    }

    [Fact]
    public void The_gradient_is_that_of_the_weighted_sum()
    {
        using InferenceModel model = Load(Network());
        Tensor image = new TensorRandom(1).Floats(Image, -1, 1);
        Tensor[] targets = model.CompileStatistics([Image], Terms).Run([new TensorRandom(2).Floats(Image, -1, 1)]);
        float[] weights = [0.7f, 30, 5];
        CompiledPlan plan = model.CompileLosses([Image], Terms, ["x"]);
        float[] gradient = plan.Run(WithTargets(image, targets, weights))[3].Span<float>().ToArray();
        double norm = Math.Sqrt(gradient.Sum(g => (double)g * g));
        for (int trial = 0; trial < 4; trial++)
        {
            float[] direction = new TensorRandom(10 + trial).Floats(Image, -1, 1).Span<float>().ToArray();
            double along = gradient.Zip(direction, (g, d) => (double)g * d).Sum();
            double difference = (Total(direction, 1e-2f) - Total(direction, -1e-2f)) / 2e-2;
            Assert.Equal(along, difference, 0.02 * norm);
        }

        Assert.True(norm > 0.1, $"the gradient has the length {norm}, which checks nothing.");

        double Total(float[] direction, float by)
        {
            float[] moved = [.. image.Span<float>().ToArray().Zip(direction, (x, d) => x + by * d)];
            Tensor[] results = plan.Run(WithTargets(Tensor.From<float>(Image, moved), targets, weights));
            return weights.Select((weight, i) => (double)weight * results[i].Span<float>()[0]).Sum();
        }
    }

    [Fact]
    public void Plans_are_kept_by_their_terms_and_refuse_what_has_no_positions()
    {
        using InferenceModel model = Load(Network());
        CompiledPlan plan = model.CompileLosses([Image], Terms, ["x"]);
        Assert.Same(plan, model.CompileLosses([Image], [.. Terms], ["x"]));
        Assert.NotSame(plan, model.CompileLosses([Image], Terms[..1], ["x"]));
        Assert.NotSame(
            model.CompileStatistics([Image], [new("r", LossStatistic.Gram)]),
            model.CompileStatistics([Image], [new("r", LossStatistic.Value)]));

        InvalidInputException error = Assert.Throws<InvalidInputException>(
            () => model.CompileLosses([Image], [new("flat", LossStatistic.Gram)], ["x"]));
        Assert.Contains("flat", error.Message, StringComparison.Ordinal);
        Assert.Contains("nothing", Assert.Throws<InvalidInputException>(
            () => model.CompileStatistics([Image], [new("nothing", LossStatistic.Value)])).Message, StringComparison.Ordinal);
    }

    private static Shape Image { get; } = new(1, 3, 9, 8);

    private static Tensor[] WithTargets(Tensor image, Tensor[] targets, float[] weights) =>
        [image, .. targets.Zip(weights).SelectMany(pair => new[] { pair.First, Tensor.From<float>(Shape.Scalar, [pair.Second]) })];

    private static OnnxModelBuilder Network() => new OnnxModelBuilder().Input("x", 1, 3, 9, 8)
        .Initializer("v", new TensorRandom(3).Floats(new Shape(6, 3, 3, 3), -0.5f, 0.5f))
        .Initializer("w", new TensorRandom(4).Floats(new Shape(5, 6, 3, 3), -0.5f, 0.5f))
        .Node("Conv", ["x", "v"], ["c"], ("pads", new[] { 1, 1, 1, 1 })).Node("Softplus", "c", "r")
        .Node("Conv", ["r", "w"], ["d"], ("strides", new[] { 2, 2 })).Node("Flatten", "d", "flat").Output("flat");

    private static InferenceModel Load(OnnxModelBuilder builder) => TestEngines.Best.Load(builder.Build(), "losses.onnx");
}
