using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Cors</c>: which other origins may call from a browser.</summary>
public sealed record CorsOptions
{
    /// <summary>Any origin.</summary>
    public const string Any = "*";

    /// <summary>Origins such as <c>https://app.example.org</c>, several separated by <c>;</c>, or <c>*</c> for any. Default none.</summary>
    public string? Origins { get; set; }

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<CorsOptions>> Settings { get; } =
    [
        Setting<CorsOptions>.Of(
            nameof(Origins), TextForm.List(IsOrigin, "origins such as https://app.example.org, separated by ';', or *"),
            (options, value) => options.Origins = value),
    ];

    /// <summary>The origins one by one.</summary>
    internal IReadOnlyList<string> List => TextForm.Split(Origins);

    /// <summary>Whether any origin may call.</summary>
    internal bool AllowAny => List.Contains(Any);

    /// <summary>Whether a text is an origin: scheme, host and perhaps port, nothing behind.</summary>
    internal static bool IsOrigin(string text) => text == Any
        || (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            && text.Equals(uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase) && uri.UserInfo.Length == 0);
}
