using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Options.Forms;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class SwitchForm : IForm<bool>
{
    public bool TryRead(string text, out bool value, [NotNullWhen(false)] out string? expected)
    {
        bool read = bool.TryParse(text, out value);
        expected = read ? null : "true or false";
        return read;
    }
}
