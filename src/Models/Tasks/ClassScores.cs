using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>The scores that a model gives to classes. Immutable and thread-safe.</summary>
/// <param name="output">The output of the graph that has the scores.</param>
/// <param name="scores">The number of scores of an image.</param>
/// <param name="classifier">What they mean.</param>
public sealed class ClassScores(string output, int scores, Classifier classifier)
{
    /// <summary>The output of the graph that has the scores.</summary>
    public string Output { get; } = output;

    /// <summary>The number of classes: two for one score of which there are two labels.</summary>
    public int Count { get; } = classifier.IsPair ? 2 : scores;

    /// <summary>The name of a class; its index where the model has no labels.</summary>
    public string LabelOf(int index) => classifier.LabelOf(index);

    /// <summary>
    /// The classes that a text names: the one of an index, or those of a label, in any case. Several classes may have one label.
    /// </summary>
    public IReadOnlyList<int> Find(string text)
    {
        if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int index))
            return index < Count ? [index] : [];
        return [.. Enumerable.Range(0, Count).Where(i => LabelOf(i).Equals(text, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>
    /// The score of a class: its position among the scores, and 1; or -1 for the first of two classes of one score, for which it counts
    /// the other way.
    /// </summary>
    public (int Element, float Sign) ElementOf(int index) => classifier.IsPair ? (0, index == 1 ? 1 : -1) : (index, 1);

    /// <summary>The class that an image's scores predict.</summary>
    /// <exception cref="Inference.InferenceException">A score is not a number.</exception>
    public int Predict(ReadOnlySpan<float> values) => classifier.Classify(values, 1)[0].Index;
}
