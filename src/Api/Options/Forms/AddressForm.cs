using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Options.Forms;

/// <summary>An absolute address of http or https.</summary>
internal sealed class AddressForm : IForm<Uri>
{
    public bool TryRead(string text, [MaybeNullWhen(false)] out Uri value, [NotNullWhen(false)] out string? expected)
    {
        bool read = Uri.TryCreate(text, UriKind.Absolute, out value) && value.Scheme is "http" or "https";
        expected = read ? null : "an address of http or https";
        return read;
    }
}
