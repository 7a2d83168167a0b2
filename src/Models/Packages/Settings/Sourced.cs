using System.Text.Json;
using Fovea.Models.Packages.Json;

namespace Fovea.Models.Packages.Settings;

/// <summary>A value, and the file and field that it comes from.</summary>
public readonly record struct Sourced<T>(T Value, string Source);

/// <summary>Values that come from a JSON field.</summary>
internal static class SourcedFields
{
    public static Sourced<T> Sourced<T>(this JsonField field, T value) => new(value, field.Source);

    /// <summary>The number of channels for which a list has a value each; null where it is a number for all of them.</summary>
    public static Sourced<int>? ChannelsOfList(this JsonField field) =>
        field.Kind == JsonValueKind.Array && field.Element.GetArrayLength() is 1 or 3 or 4
            ? field.Sourced(field.Element.GetArrayLength())
            : null;
}
