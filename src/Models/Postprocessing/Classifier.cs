using System.Buffers;
using System.Globalization;
using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>Turns a model's scores into labelled probabilities. Thread-safe.</summary>
public sealed class Classifier
{
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
    /// The <paramref name="top"/> most probable classes (all, when there are fewer), the most probable first; equal ones by index.
    /// </summary>
    /// <exception cref="InferenceException">A score is not a number.</exception>
    public IReadOnlyList<PredictedLabel> Classify(ReadOnlySpan<float> scores, int top)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        if (IsPair)
            return ClassifyPair(scores[0], top);
        float[] rented = ArrayPool<float>.Shared.Rent(scores.Length);
        try
        {
            Span<float> probabilities = rented.AsSpan(0, scores.Length);
            ToProbabilities(scores, probabilities);
            return TopPredictions(scores, probabilities, Math.Min(top, scores.Length));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private List<PredictedLabel> ClassifyPair(float score, int top)
    {
        Span<float> second = stackalloc float[1];
        ToProbabilities([score], second);
        ReadOnlySpan<float> both = [1 - second[0], second[0]];
        return TopPredictions(both, both, Math.Min(top, both.Length));
    }

    private void ToProbabilities(ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
                throw new InferenceException($"The model's score of class {i} is not a number (NaN).");
        }

        switch (Activation)
        {
            case OutputActivation.Softmax:
                Softmax(scores, probabilities);
                break;
            case OutputActivation.Sigmoid:
                for (int i = 0; i < scores.Length; i++)
                    probabilities[i] = (float)(1 / (1 + Math.Exp(-(double)scores[i])));
                break;
            default:
                scores.CopyTo(probabilities);
                break;
        }
    }

    // With the largest score subtracted no exponential overflows, and the largest one is exactly 1. Infinite scores share the probability
    // equally.
    private static void Softmax(ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        double largest = double.NegativeInfinity;
        foreach (float score in scores)
            largest = Math.Max(largest, score);
        double sum = 0;
        foreach (float score in scores)
            sum += Exponential(score, largest);
        for (int i = 0; i < scores.Length; i++)
            probabilities[i] = (float)(Exponential(scores[i], largest) / sum);
    }

    private static double Exponential(double score, double largest) => score == largest ? 1 : Math.Exp(score - largest);

    // Ranked by score, not by probability: different scores can round to the same probability.
    private List<PredictedLabel> TopPredictions(ReadOnlySpan<float> scores, ReadOnlySpan<float> probabilities, int top)
    {
        long[] rented = ArrayPool<long>.Shared.Rent(scores.Length);
        Span<long> ranks = rented.AsSpan(0, scores.Length);
        for (int i = 0; i < scores.Length; i++)
            ranks[i] = Rank(scores[i], i);
        ranks.Sort();
        var predictions = new List<PredictedLabel>(top);
        foreach (long rank in ranks[..top])
        {
            int index = (int)(rank & int.MaxValue);
            predictions.Add(new PredictedLabel(LabelOf(index), index, probabilities[index]));
        }

        ArrayPool<long>.Shared.Return(rented);
        return predictions;
    }

    // A number by which the best class sorts first. The upper half is the score, with its bits changed so that they order as an integer,
    // and inverted; the lower half is the index, which breaks ties. Adding zero turns -0 into 0.
    private static long Rank(float score, int index)
    {
        int bits = BitConverter.SingleToInt32Bits(score + 0f);
        int ascending = bits < 0 ? bits ^ int.MaxValue : bits;
        return (long)~ascending << 32 | (uint)index;
    }

    private string LabelOf(int index) =>
        Labels is not null && index < Labels.Count ? Labels[index] : index.ToString(CultureInfo.InvariantCulture);
}
