using System.Globalization;
using System.Text.Json;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Json;

namespace Fovea.Models.Packages.Settings;

/// <summary>Labels in JSON: a list, or an object with the class's number as the name.</summary>
internal static class IndexedLabels
{
    /// <summary>Reads a list or an object of labels; null where the field is absent or empty.</summary>
    /// <exception cref="ModelPackageException">It is neither, a label is no text, or a number is missing or there twice.</exception>
    public static Sourced<IReadOnlyList<string>>? Read(JsonField? field)
    {
        if (field is not { } labels)
            return null;
        string[] read = labels.Kind switch
        {
            JsonValueKind.Array => [.. labels.Items().Select(item => item.Text())],
            JsonValueKind.Object => ReadObject(labels),
            _ => throw labels.Error("a list of labels, or an object with a label for each class's number"),
        };
        return read.Length == 0 ? null : labels.Sourced<IReadOnlyList<string>>(read);
    }

    private static string[] ReadObject(JsonField field)
    {
        int count = field.Element.EnumerateObject().Count();
        string?[] labels = new string?[count];
        foreach (JsonProperty property in field.Element.EnumerateObject())
        {
            if (!int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= count
                || labels[id] is not null)
                throw new ModelPackageException(
                    $"{field.File}: {field.Path} has {count} entries and the id \"{property.Name}\"; expected each id from 0 to " +
                    $"{count - 1} once.");
            labels[id] = field.Get(property.Name)?.Text()
                ?? throw new ModelPackageException($"{field.File}: {field.Path}.{property.Name} is null; expected a label.");
        }

        return labels!;
    }
}
