using System.Globalization;
using System.Text.Json;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Packages.Timm;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>
/// Reads <c>config.json</c>: labels of a Hugging Face model, labels and pre-processing of a timm model. Other fields are ignored.
/// </summary>
internal static class ModelConfig
{
    public static Description Read(JsonField root)
    {
        JsonField? timm = root.Get("pretrained_cfg");
        timm?.RequireObject();
        Description description = timm is { } present ? TimmConfig.Read(present) : Description.Nothing;
        return description with
        {
            Labels = ReadIdToLabel(root) ?? TimmConfig.ReadLabels(root) ?? (timm is { } config ? TimmConfig.ReadLabels(config) : null),
        };
    }

    private static Sourced<IReadOnlyList<string>>? ReadIdToLabel(JsonField root)
    {
        if (root.Get("id2label") is not { } field)
            return null;
        field.RequireObject();
        int count = field.Element.EnumerateObject().Count();
        string?[] labels = new string?[count];
        foreach (JsonProperty property in field.Element.EnumerateObject())
        {
            if (!int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= count
                || labels[id] is not null)
                throw new ModelPackageException(
                    $"{field.File}: id2label has {count} entries and the id \"{property.Name}\"; expected each id from 0 to " +
                    $"{count - 1} once.");
            labels[id] = field.Get(property.Name)?.Text()
                ?? throw new ModelPackageException($"{field.File}: id2label.{property.Name} is null; expected a label.");
        }

        return count == 0 ? null : field.Sourced<IReadOnlyList<string>>(labels!);
    }
}
