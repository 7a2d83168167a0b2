using Fovea.Models.Packages.Json;

namespace Fovea.Models.Packages.Settings;

/// <summary>A value, and the file and field that it comes from.</summary>
public readonly record struct Sourced<T>(T Value, string Source);

/// <summary>Values that come from a JSON field.</summary>
internal static class SourcedFields
{
    public static Sourced<T> Sourced<T>(this JsonField field, T value) => new(value, field.Source);
}
