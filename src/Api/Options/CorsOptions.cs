using System.ComponentModel.DataAnnotations;
using Fovea.Api.Options.Validation;

namespace Fovea.Api.Options;

/// <summary>Section <c>Cors</c>: which other origins may call from a browser.</summary>
public sealed record CorsOptions : IValidatableObject
{
    /// <summary>Any origin.</summary>
    public const string Any = "*";

    /// <summary>Origins such as <c>https://app.example.org</c>, several separated by <c>;</c>, or <c>*</c> for any. Default none.</summary>
    public string? Origins { get; set; }

    /// <summary>The origins one by one.</summary>
    internal IReadOnlyList<string> List =>
        Origins?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Checks each origin.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => List
        .Where(origin => !IsOrigin(origin))
        .Select(
            origin => SettingError.Of("Cors:Origins", $"'{origin}'", "origins such as https://app.example.org, separated by ';', or *"));

    /// <summary>Whether a text is an origin: scheme, host and perhaps port, nothing behind.</summary>
    internal static bool IsOrigin(string text) => text == Any
        || (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            && text.Equals(uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase) && uri.UserInfo.Length == 0);
}
