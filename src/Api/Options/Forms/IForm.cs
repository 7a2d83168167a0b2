using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Options.Forms;

/// <summary>How the text of a setting becomes a value.</summary>
internal interface IForm<T>
{
    /// <summary>Reads a text; where it cannot be read, says in the user's words what was expected.</summary>
    bool TryRead(string text, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out string? expected);
}
