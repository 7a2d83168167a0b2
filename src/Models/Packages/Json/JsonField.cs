using System.Globalization;
using System.Text.Json;
using Fovea.Inference;
using Fovea.Models.Errors;

namespace Fovea.Models.Packages.Json;

/// <summary>A value in a JSON file, with the file and the path to it, so that every error can name both.</summary>
internal readonly struct JsonField(string fileName, string path, JsonElement element)
{
    // Messages quote a value up to this length.
    private const int QuotedLength = 60;

    /// <summary>The file, as messages name it.</summary>
    public string File { get; } = fileName;

    /// <summary>The path from the root: <c>resize.size</c>.</summary>
    public string Path { get; } = path;

    public JsonElement Element { get; } = element;

    public JsonValueKind Kind => Element.ValueKind;

    /// <summary>The file's name and the path: the source of a setting.</summary>
    public string Source => Path.Length == 0 ? System.IO.Path.GetFileName(File) : $"{System.IO.Path.GetFileName(File)}: {Path}";

    /// <summary>A property of an object; null when it is absent or null.</summary>
    /// <exception cref="ModelPackageException">It is no object.</exception>
    public JsonField? Get(string name)
    {
        RequireObject();
        return Element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? Child(name, value) : null;
    }

    /// <summary>Whether an object has a property that is null.</summary>
    public bool IsNull(string name) => Element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>The properties of an object that are not null.</summary>
    /// <exception cref="ModelPackageException">It is no object.</exception>
    public IEnumerable<(string Name, JsonField Value)> Properties()
    {
        RequireObject();
        JsonField self = this;
        return Element.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null)
            .Select(p => (p.Name, self.Child(p.Name, p.Value)));
    }

    /// <summary>The elements of an array.</summary>
    /// <exception cref="ModelPackageException">It is no array.</exception>
    public IReadOnlyList<JsonField> Items()
    {
        if (Kind != JsonValueKind.Array)
            throw Error("a list");
        JsonField self = this;
        return [.. Element.EnumerateArray().Select((item, i) => new JsonField(self.File, $"{self.Path}[{i}]", item))];
    }

    public void RequireObject()
    {
        if (Kind != JsonValueKind.Object)
            throw Error("an object");
    }

    /// <summary>Rejects properties that are not listed; the message suggests the nearest listed name.</summary>
    public void RequireOnly(params ReadOnlySpan<string> names)
    {
        RequireObject();
        foreach (JsonProperty property in Element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
                throw new ModelPackageException(
                    $"{File}: {Child(property.Name, property.Value).Path} is not a known field{Suggestion(property.Name, names)}; known " +
                    $"here: {string.Join(", ", names.ToArray())}.");
        }
    }

    public string Text() => Kind == JsonValueKind.String ? Element.GetString()! : throw Error("a string");

    public bool Flag() => Kind is JsonValueKind.True or JsonValueKind.False ? Element.GetBoolean() : throw Error("true or false");

    public int Whole(int least, int most) =>
        Kind == JsonValueKind.Number && Element.TryGetDouble(out double value) && value == Math.Floor(value) && value >= least
        && value <= most
            ? (int)value
            : throw Error(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    public double Number() =>
        Kind == JsonValueKind.Number && Element.TryGetDouble(out double value) && double.IsFinite(value) ? value : throw Error("a number");

    /// <summary>A number above 0.01 and at most 1: the part of an image that a crop keeps.</summary>
    public double CropShare() =>
        Number() is > 0.01 and <= 1 and var share ? share : throw Error("a number above 0.01 and at most 1");

    /// <summary>A number, or a list of one number per channel.</summary>
    public double[] Numbers()
    {
        if (Kind == JsonValueKind.Number)
            return [Number()];
        if (Kind != JsonValueKind.Array || Element.GetArrayLength() is not (1 or 3 or 4))
            throw Error("a number, or a list of 1, 3 or 4 numbers");
        return [.. Items().Select(item => item.Number())];
    }

    /// <summary>The value that a name stands for.</summary>
    public T Choice<T>(params ReadOnlySpan<(string Name, T Value)> choices)
    {
        if (Kind == JsonValueKind.String)
        {
            foreach ((string name, T value) in choices)
            {
                if (Element.ValueEquals(name))
                    return value;
            }
        }

        List<string> names = [];
        foreach ((string name, _) in choices)
            names.Add($"\"{name}\"");
        throw Error($"one of {string.Join(", ", names)}");
    }

    /// <summary>An error that says what this field is and what was expected.</summary>
    public ModelPackageException Error(string expected) =>
        new($"{File}: {(Path.Length == 0 ? "the root" : Path)} is {Found()}; expected {expected}.");

    private JsonField Child(string name, JsonElement value) => new(File, Path.Length == 0 ? name : $"{Path}.{name}", value);

    private string Found()
    {
        string text = Element.GetRawText();
        return text.Length <= QuotedLength ? text : $"{text[..QuotedLength]}...";
    }

    private static string Suggestion(string name, ReadOnlySpan<string> names)
    {
        (string Name, int Distance) nearest = ("", int.MaxValue);
        foreach (string candidate in names)
        {
            int distance = NearestNames.Distance(name, candidate);
            if (distance < nearest.Distance)
                nearest = (candidate, distance);
        }

        return nearest.Distance <= Math.Max(2, name.Length / 3) ? $" (did you mean {nearest.Name}?)" : "";
    }
}
