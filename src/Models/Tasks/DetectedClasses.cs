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
    private readonly ClassLabels _labels = new(
        model, labels, count - rules.FirstClass, rules is { Background: 0, FirstClass: 0 } && labels?.Count == count - 1 ? 1 : 0);

    /// <summary>The index that is answered for the network's number.</summary>
    public int IndexOf(int number) => number - rules.FirstClass;

    /// <summary>The label of an index; the index as text where it has none.</summary>
    public string LabelOf(int index) => _labels[index];

    /// <summary>The indices that a request means; null where it means all.</summary>
    /// <param name="texts">Indices or labels; null for all.</param>
    /// <exception cref="ServingException">There is no such class.</exception>
    public HashSet<int>? Find(IReadOnlyList<string>? texts) => _labels.Find(texts);
}
