namespace Fovea.Models.Packages.Triton;

/// <summary>A message of protobuf's text format: its fields in the order of the file; a repeated field is there several times.</summary>
internal sealed class TextMessage
{
    /// <summary>The fields.</summary>
    public List<(string Name, TextValue Value)> Fields { get; } = [];

    /// <summary>Every value of a field.</summary>
    public IEnumerable<TextValue> All(string name) => Fields.Where(field => field.Name == name).Select(field => field.Value);

    /// <summary>The messages of a field.</summary>
    public IEnumerable<TextMessage> Messages(string name) => All(name).Select(value => value.Message).OfType<TextMessage>();

    /// <summary>The last value of a field that is no message, as protobuf has it; null where it is absent.</summary>
    public string? Scalar(string name) => All(name).LastOrDefault(value => value.Text is not null).Text;

    /// <summary>The whole numbers of a field; null where one is none.</summary>
    public long[]? Wholes(string name)
    {
        long?[] numbers = [.. All(name).Select(value => value.Whole)];
        return numbers.Contains(null) ? null : [.. numbers.OfType<long>()];
    }
}
