using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Errors;

namespace Fovea.Models.Tasks;

/// <summary>The names of a model's classes. Immutable.</summary>
/// <param name="model">The model's name, for messages.</param>
/// <param name="labels">The labels; null where it has none.</param>
/// <param name="count">The number of classes; null where nothing tells.</param>
/// <param name="first">The class of the first label.</param>
internal sealed class ClassLabels(string model, IReadOnlyList<string>? labels, int? count, int first = 0)
{
    /// <summary>The name of a class; its index where there is none.</summary>
    public string this[int index] =>
        labels is not null && index >= first && index - first < labels.Count
            ? labels[index - first]
            : index.ToString(CultureInfo.InvariantCulture);

    /// <summary>The classes that texts name, by labels in any case, or by indices; null where there are no texts.</summary>
    /// <exception cref="ServingException">There is no such class.</exception>
    public HashSet<int>? Find(IReadOnlyList<string>? texts) => texts is null ? null : [.. texts.SelectMany(Find)];

    private IEnumerable<int> Find(string text)
    {
        int classes = labels?.Count + first ?? count ?? int.MaxValue;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < classes)
            return [index];
        int[] named = [.. (labels ?? []).Index()
            .Where(label => label.Item.Equals(text, StringComparison.OrdinalIgnoreCase)).Select(label => label.Index + first)];
        return named.Length > 0 ? named : throw new ServingException(
            ServingError.InvalidRequest,
            $"The parameter 'classes' has '{ShownText.Name(text)}'; the model '{model}' has " +
            (labels is null ? "no labels: give indices" : $"the classes 0 to {classes - 1}") + "." +
            NearestNames.Sentence(NearestNames.Find(text, [.. (labels ?? []).Distinct()])));
    }
}
