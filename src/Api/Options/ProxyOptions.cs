using System.Net;
using System.Text.RegularExpressions;
using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Proxy</c>: which proxies are trusted to say who calls, and the path below which callers see the service.</summary>
public sealed partial record ProxyOptions
{
    private const int LongestPath = 256;

    private const string ExpectedPath =
        "a path such as /fovea: it begins with '/', does not end with one, and has letters, digits, '-', '_' and '.' only";

    /// <summary>
    /// Addresses or networks (<c>10.0.0.0/8</c>) of the proxies in front, separated by <c>;</c>: from them, <c>X-Forwarded-For</c>,
    /// <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Prefix</c> are used. Default none.
    /// </summary>
    public string? Trusted { get; set; }

    /// <summary>
    /// The path below which callers see the service, such as <c>/fovea</c>, whether the proxy in front takes it off or not. Default none.
    /// </summary>
    public string? PathBase { get; set; }

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<ProxyOptions>> Settings { get; } =
    [
        Setting<ProxyOptions>.Of(
            nameof(Trusted), TextForm.List(text => TryParse(text, out _), "addresses or networks such as 10.0.0.0/8, separated by ';'"),
            (options, value) => options.Trusted = value),
        Setting<ProxyOptions>.Of(
            nameof(PathBase), new TextForm(text => text.Length == 0 || IsPath(text) ? null : ExpectedPath),
            (options, value) => options.PathBase = value),
    ];

    /// <summary>The entries one by one, as written.</summary>
    internal IReadOnlyList<string> List => TextForm.Split(Trusted);

    /// <summary>
    /// Whether a text is a path that can stand before the service's own: segments that need no escape and lead nowhere else. An address
    /// that begins with two slashes would be on another host.
    /// </summary>
    internal static bool IsPath(string text) => text.Length <= LongestPath && Paths().IsMatch(text);

    /// <summary>Reads one entry; an address is a network of one.</summary>
    internal static bool TryParse(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
            return true;
        if (!IPAddress.TryParse(text, out IPAddress? address))
            return false;
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    [GeneratedRegex(@"\A(/(?!\.{1,2}(/|\z))[A-Za-z0-9._-]+)+\z")]
    private static partial Regex Paths();
}
