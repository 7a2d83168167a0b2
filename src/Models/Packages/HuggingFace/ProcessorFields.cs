using System.Text.Json;
using Fovea.Imaging.Resampling;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.HuggingFace;

/// <summary>The fields of a processor's file, with the defaults of its class.</summary>
/// <param name="root">The fields.</param>
/// <param name="type">The class.</param>
/// <param name="fileName">The file's name, the source of what it leaves to the class.</param>
internal readonly struct ProcessorFields(JsonField root, ProcessorClass type, string fileName)
{
    public JsonField Root { get; } = root;

    /// <summary>What is known of the class; null where nothing is.</summary>
    public ImageProcessor? Row { get; } = type.Row;

    /// <summary>Whether the class is one of the fast ones, all of which can crop.</summary>
    public bool IsFast { get; } = type.Name?.EndsWith("Fast", StringComparison.Ordinal) == true;

    /// <summary>The source of what the file leaves to the class.</summary>
    public string DefaultSource { get; } = type.Row is null ? fileName : $"{fileName} ({type.Name}'s default)";

    public JsonField? Get(string name) => Root.Get(name);

    /// <summary>A step that is done or left out. A null is false, as it is in Python.</summary>
    public bool Flag(string name, bool absent) => !Root.IsNull(name) && (Root.Get(name)?.Flag() ?? absent);

    /// <summary>A value with the field that it comes from, or as the class's default.</summary>
    public Sourced<T> Sourced<T>(T value, params ReadOnlySpan<string> fields)
    {
        foreach (string field in fields)
        {
            if (Root.Get(field) is { } present)
                return present.Sourced(value);
        }

        return new Sourced<T>(value, DefaultSource);
    }

    /// <summary>The filter; null where neither the file nor the class says it.</summary>
    public Sourced<ResizeFilter>? Filter()
    {
        if (Root.Get("resample") is not { } field)
            return Row is null ? null : new Sourced<ResizeFilter>(Row.Filter, DefaultSource);
        int number = field.Kind == JsonValueKind.Number ? field.Whole(0, 5) : throw field.Error("Pillow's number of a filter, 0 to 5");
        return field.Sourced((ResizeFilter)number);
    }
}
