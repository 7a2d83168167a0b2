namespace Fovea.Api.Options;

/// <summary>Section <c>Cors</c>: pages of which other origins may call from a browser.</summary>
public sealed record CorsOptions
{
    /// <summary>Any origin.</summary>
    public const string Any = "*";

    /// <summary>Origins such as <c>https://app.example.org</c>, several separated by <c>;</c>, or <c>*</c> for any. Default none.</summary>
    public string? Origins { get; init; }

    /// <summary>The origins one by one.</summary>
    internal IReadOnlyList<string> List => Origins?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Whether a text is an origin: scheme, host and perhaps port, nothing behind.</summary>
    internal static bool IsOrigin(string text) => text == Any
        || (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            && text.Equals(uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase) && uri.UserInfo.Length == 0);
}
