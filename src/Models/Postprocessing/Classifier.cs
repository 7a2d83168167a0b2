using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>Turns a model's scores into labelled probabilities. Immutable and thread-safe.</summary>
public sealed class Classifier
{
    /// <summary>Creates a classifier.</summary>
    /// <param name="activation">What is applied to the scores.</param>
    /// <param name="labels">One label per class; null gives indexes as labels.</param>
    public Classifier(OutputActivation activation, IReadOnlyList<string>? labels) => (Activation, Labels) = (activation, labels);

    /// <summary>What is applied to the scores.</summary>
    public OutputActivation Activation { get; }

    /// <summary>The labels, if there are any.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>The activation to use: the configured one, else none where the graph ends in Softmax or Sigmoid, else softmax.</summary>
    public static OutputActivation ActivationFor(string finalOperator, OutputActivation? configured) => throw new NotImplementedException();

    /// <summary>Whether an output is one score vector per image: [N,C] or [N,C,1,1]. <paramref name="classes"/> is 0 where C is not known before a run.</summary>
    public static bool IsScoreVector(SymbolicShape output, out int classes) => throw new NotImplementedException();

    /// <summary>The <paramref name="top"/> most probable classes (all, when there are fewer), the most probable first; equal ones by index.</summary>
    /// <exception cref="InferenceException">A score is not a number.</exception>
    public IReadOnlyList<Prediction> Classify(ReadOnlySpan<float> scores, int top) => throw new NotImplementedException();
}
