using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Options.Forms;

/// <summary>One of the names of an enumeration, in any case.</summary>
internal sealed class ChoiceForm<T> : IForm<T>
    where T : struct, Enum
{
    public bool TryRead(string text, out T value, [NotNullWhen(false)] out string? expected)
    {
        string[] names = Enum.GetNames<T>();
        int index = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        value = index < 0 ? default : Enum.Parse<T>(names[index]);
        expected = index < 0 ? $"{string.Join(", ", names[..^1])} or {names[^1]}" : null;
        return index >= 0;
    }
}
