using CsCheck;
using Fovea.Inference;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tests.Postprocessing;

public sealed class ClassifierTests
{
    private static readonly float[] SpecialScores = [-0f, 0f, float.NegativeInfinity, float.PositiveInfinity, float.Epsilon];

    [Fact]
    public void Softmax_of_large_logits_does_not_overflow()
    {
        IReadOnlyList<PredictedLabel> predictions = new Classifier(OutputActivation.Softmax, ["a", "b", "c"])
            .Classify([1000, 1001, -1000], 3);
        Assert.Equal(["b", "a", "c"], predictions.Select(p => p.Label));
        Assert.Equal(1 / (1 + Math.Exp(-1)), predictions[0].Probability, 1e-7);
        Assert.Equal(1 / (1 + Math.E), predictions[1].Probability, 1e-7);
        Assert.Equal(0, predictions[2].Probability);
    }

    [Fact]
    public void Infinite_scores_share_the_whole()
    {
        IReadOnlyList<PredictedLabel> predictions = new Classifier(OutputActivation.Softmax, null)
            .Classify([float.PositiveInfinity, 0, float.PositiveInfinity, float.NegativeInfinity], 4);
        Assert.Equal([0.5f, 0.5f, 0, 0], predictions.Select(p => p.Probability));
        Assert.Equal([0, 2, 1, 3], predictions.Select(p => p.Index));
    }

    [Fact]
    public void Sigmoid_looks_at_each_class_alone()
    {
        IReadOnlyList<PredictedLabel> predictions = new Classifier(OutputActivation.Sigmoid, null).Classify([0, -1000, 1000], 3);
        Assert.Equal([(2, 1f), (0, 0.5f), (1, 0f)], predictions.Select(p => (p.Index, p.Probability)));
    }

    [Fact]
    public void Probabilities_are_passed_through_with_labels_or_indexes()
    {
        float[] scores = [0.25f, 0.5f, 0.25f];
        Assert.Equal([new("y", 1, 0.5f), new("x", 0, 0.25f)], new Classifier(OutputActivation.None, ["x", "y", "z"]).Classify(scores, 2));
        Assert.Equal([new("1", 1, 0.5f)], new Classifier(OutputActivation.None, null).Classify(scores, 1));
    }

    [Fact]
    public void Top_is_clamped_and_must_be_positive()
    {
        var classifier = new Classifier(OutputActivation.None, null);
        Assert.Equal(2, classifier.Classify([1, 2], 1000).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => classifier.Classify([1, 2], 0));
    }

    [Fact]
    public void A_huge_output_is_classified_in_little_memory()
    {
        float[] scores = [.. Enumerable.Range(0, 4_000_000).Select(i => i % 1000 / 1000f)];
        var classifier = new Classifier(OutputActivation.Softmax, null);
        classifier.Classify([1, 2], 2);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var best = classifier.Classify(scores, 5);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal([999, 1999, 2999, 3999, 4999], best.Select(p => p.Index));
        Assert.Equal(Classifier.MaxTop, classifier.Classify(scores, int.MaxValue).Count);
    }

    [Fact]
    public void A_score_that_is_no_number_is_an_error_that_names_the_class()
    {
        var error = Assert.Throws<InferenceException>(() => new Classifier(OutputActivation.Softmax, null).Classify([0, float.NaN], 1));
        Assert.Contains("class 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_top_is_the_head_of_a_stable_sort() =>
        Gen.Select(
            Gen.OneOf(
                Gen.Int[-3, 3].Select(i => (float)i), Gen.Int[0, SpecialScores.Length - 1]
                    .Select(i => SpecialScores[i])).Array[1, 60], Gen.Int[1, 70]).Sample((scores, top) =>
        {
            IEnumerable<int> expected = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(top);
            Assert.Equal(expected, new Classifier(OutputActivation.Softmax, null).Classify(scores, top).Select(p => p.Index));
        });

    [Fact]
    public void Softmax_sums_to_one() =>
        Gen.Float[-80, 80].Array[1, 200].Sample(scores =>
            Assert.Equal(
                1, new Classifier(OutputActivation.Softmax, null).Classify(scores, scores.Length).Sum(p => (double)p.Probability), 1e-5));

    [Theory]
    [InlineData(OutputActivation.None, 0.25f, 0.25f)]
    [InlineData(OutputActivation.Sigmoid, 1.5f, 0.8175745f)]
    [InlineData(OutputActivation.Sigmoid, -200f, 0f)]
    public void One_score_of_two_classes_is_the_second_ones(OutputActivation activation, float score, float second)
    {
        var classifier = new Classifier(activation, ["cat", "dog"], isPair: true);
        PredictedLabel[] both = [new("cat", 0, 1 - second), new("dog", 1, second)];
        Assert.Equal(both.OrderByDescending(p => p.Probability), classifier.Classify([score], 5));
        Assert.Equal(both.MaxBy(p => p.Probability), Assert.Single(classifier.Classify([score], 1)));
    }
}
