using System.Globalization;
using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>Turns a model's scores into labelled probabilities. Thread-safe.</summary>
public sealed class Classifier
{
    /// <summary>The most classes of one answer.</summary>
    public const int MaxTop = 1 << 16;

    /// <summary>Creates a classifier.</summary>
    /// <param name="activation">What is applied to the scores.</param>
    /// <param name="labels">One label per class; null gives indexes as labels.</param>
    /// <param name="isPair">
    /// Whether there are two classes for one score p: p is the probability of class 1, and 1 - p that of class 0.
    /// </param>
    public Classifier(OutputActivation activation, IReadOnlyList<string>? labels, bool isPair = false)
    {
        Activation = activation;
        Labels = labels;
        IsPair = isPair;
    }

    /// <summary>What is applied to the scores.</summary>
    public OutputActivation Activation { get; }

    /// <summary>The labels; null where the model has none.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>Whether there are two classes for one score.</summary>
    public bool IsPair { get; }

    /// <summary>
    /// The <paramref name="top"/> most probable classes (all, when there are fewer; <see cref="MaxTop"/>, when there are more), the most
    /// probable first; equal ones by index.
    /// </summary>
    /// <exception cref="InferenceException">A score is not a number.</exception>
    public IReadOnlyList<PredictedLabel> Classify(ReadOnlySpan<float> scores, int top)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        if (IsPair)
            return ClassifyPair(scores[0], top);
        CheckNumbers(scores);
        return Top(scores, ProbabilitiesOf(scores), top);
    }

    private List<PredictedLabel> ClassifyPair(float score, int top)
    {
        ReadOnlySpan<float> one = [score];
        CheckNumbers(one);
        float second = ProbabilitiesOf(one)(score);
        return Top([1 - second, second], probability => probability, top);
    }

    private static void CheckNumbers(ReadOnlySpan<float> scores)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
                throw new InferenceException($"The model's score of class {i} is not a number (NaN).");
        }
    }

    /// <summary>What makes the probability of a score: the others are looked at once, and their probabilities not kept.</summary>
    private Func<float, float> ProbabilitiesOf(ReadOnlySpan<float> scores)
    {
        if (Activation == OutputActivation.Sigmoid)
            return score => (float)(1 / (1 + Math.Exp(-(double)score)));
        if (Activation != OutputActivation.Softmax)
            return score => score;

        // With the largest score subtracted no exponential overflows, and the largest one is exactly 1. Infinite scores share the
        // probability equally.
        double largest = double.NegativeInfinity;
        foreach (float score in scores)
            largest = Math.Max(largest, score);
        double sum = 0;
        foreach (float score in scores)
            sum += Exponential(score, largest);
        return score => (float)(Exponential(score, largest) / sum);
    }

    private static double Exponential(double score, double largest) => score == largest ? 1 : Math.Exp(score - largest);

    // Ranked by score, not by probability: different scores can round to the same probability.
    private List<PredictedLabel> Top(ReadOnlySpan<float> scores, Func<float, float> probability, int top)
    {
        int[] best = Largest.Of(scores, Math.Min(top, MaxTop));
        var predictions = new List<PredictedLabel>(best.Length);
        foreach (int index in best)
            predictions.Add(new PredictedLabel(LabelOf(index), index, probability(scores[index])));
        return predictions;
    }

    /// <summary>The label of a class; its index where there is none.</summary>
    public string LabelOf(int index) =>
        Labels is not null && index < Labels.Count ? Labels[index] : index.ToString(CultureInfo.InvariantCulture);
}
