using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Errors;

namespace Fovea.Models.Tasks;

/// <summary>The classes of a detector: as the network counts them, as they are answered, and their labels.</summary>
/// <param name="model">The model's name, for messages.</param>
/// <param name="labels">The labels; null where there are none.</param>
/// <param name="count">The number of classes that the network counts; null where its outputs do not tell.</param>
/// <param name="rules">Which one is the background, and which number the first one has.</param>
internal sealed class DetectedClasses(string model, IReadOnlyList<string>? labels, int? count, DetectionRules rules)
{
    // Labels that are one fewer than the classes leave out the background.
    private readonly int _firstLabel = rules is { Background: 0, FirstClass: 0 } && labels?.Count == count - 1 ? 1 : 0;

    /// <summary>The index that is answered for the network's number.</summary>
    public int IndexOf(int number) => number - rules.FirstClass;

    /// <summary>The label of an index; the index as text where it has none.</summary>
    public string LabelOf(int index)
    {
        int label = index - _firstLabel;
        return labels is not null && label >= 0 && label < labels.Count ? labels[label] : index.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The indices that a request means.</summary>
    /// <param name="text">An index or a label.</param>
    /// <exception cref="ServingException">There is no such class.</exception>
    public IEnumerable<int> Find(string text)
    {
        int most = labels?.Count + _firstLabel ?? count - rules.FirstClass ?? int.MaxValue;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < most)
            return [index];
        int[] named = [.. (labels ?? []).Index()
            .Where(label => label.Item.Equals(text, StringComparison.OrdinalIgnoreCase)).Select(label => label.Index)];
        return named.Length > 0 ? named.Select(i => i + _firstLabel) : throw new ServingException(
            ServingError.InvalidRequest,
            $"The parameter 'classes' has '{ShownText.Name(text)}'; the model '{model}' has " +
            (labels is null ? "no labels: give indices" : "the classes 0 to " + (most - 1)) + "." +
            NearestNames.Sentence(NearestNames.Find(text, [.. (labels ?? []).Distinct()])));
    }
}
