using System.Globalization;
using System.Text.Json;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Json;

namespace Fovea.Models.Packages.Settings;

/// <summary>Labels in JSON: a list, or an object with the class's number as the name.</summary>
internal static class IndexedLabels
{
    // Numbers without a label get their number; so many more than there are labels are no gaps.
    private const int MostGaps = 100_000;

    /// <summary>Reads a list or an object of labels; null where the field is absent or empty.</summary>
    /// <param name="field">The field.</param>
    /// <param name="gaps">Whether an object may lack classes, whose labels are then their numbers.</param>
    /// <exception cref="ModelPackageException">It is neither, a label is no text, or a number is missing or there twice.</exception>
    public static Sourced<IReadOnlyList<string>>? Read(JsonField? field, bool gaps = false)
    {
        if (field is not { } labels)
            return null;
        string[] read = labels.Kind switch
        {
            JsonValueKind.Array => [.. labels.Items().Select(item => item.Text())],
            JsonValueKind.Object => ReadObject(labels, gaps),
            _ => throw labels.Error("a list of labels, or an object with a label for each class's number"),
        };
        return read.Length == 0 ? null : labels.Sourced<IReadOnlyList<string>>(read);
    }

    private static string[] ReadObject(JsonField field, bool gaps)
    {
        int entries = field.Element.EnumerateObject().Count();
        int count = gaps ? Math.Max(entries, Highest(field, entries + MostGaps) + 1) : entries;
        string?[] labels = new string?[count];
        foreach (JsonProperty property in field.Element.EnumerateObject())
        {
            if (!int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= count
                || labels[id] is not null)
                throw new ModelPackageException(
                    $"{field.File}: {field.Path} has {entries} entries and the id \"{property.Name}\"; expected each id from 0 to " +
                    $"{count - 1} once.");
            if (property.Value.ValueKind == JsonValueKind.Null)
                throw new ModelPackageException($"{field.File}: {field.Path}.{property.Name} is null; expected a label.");
            labels[id] = new JsonField(field.File, $"{field.Path}.{property.Name}", property.Value).Text();
        }

        return [.. labels.Select((label, id) => label ?? id.ToString(CultureInfo.InvariantCulture))];
    }

    private static int Highest(JsonField field, int most) => field.Element.EnumerateObject()
        .Select(label => int.TryParse(label.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id < most ? id : 0)
        .DefaultIfEmpty(0).Max();
}
