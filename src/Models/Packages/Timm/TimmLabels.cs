using System.Text.Json;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.Timm;

/// <summary>
/// The labels of a timm model: <c>label_names</c>, or <c>labels</c> in older files, at the root or in <c>pretrained_cfg</c>; the root wins,
/// as in timm's loader.
/// </summary>
internal static class TimmLabels
{
    /// <summary>Reads the labels of a config.json; null where it has none.</summary>
    public static Sourced<IReadOnlyList<string>>? Read(JsonField root)
    {
        JsonField[] places = TimmConfig.Find(root) is { Path.Length: > 0 } nested ? [root, nested] : [root];
        JsonField? names = First(places, place => place.Get("label_names") ?? place.Get("labels"));
        JsonField? descriptions = First(places, place => place.Get("label_descriptions"));
        return IndexedLabels.Read(names, gaps: true) is { } labels ? labels with { Value = Describe(labels.Value, descriptions) } : null;
    }

    private static JsonField? First(JsonField[] places, Func<JsonField, JsonField?> field) =>
        places.Select(field).FirstOrDefault(found => found is not null);

    // The names may be WordNet ids; the descriptions then have the words.
    private static IReadOnlyList<string> Describe(IReadOnlyList<string> names, JsonField? descriptions)
    {
        if (descriptions is not { Kind: JsonValueKind.Object } words)
            return names;
        var byName = new Dictionary<string, JsonField>(StringComparer.Ordinal);
        foreach ((string name, JsonField text) in words.Properties())
            byName[name] = text;
        return names.All(byName.ContainsKey) ? [.. names.Select(name => byName[name].Text())] : names;
    }
}
