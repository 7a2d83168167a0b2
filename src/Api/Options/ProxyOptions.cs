using System.Net;
using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Proxy</c>: which proxies are trusted to name a client's address.</summary>
public sealed record ProxyOptions
{
    /// <summary>
    /// Addresses or networks (<c>10.0.0.0/8</c>) of the proxies in front, separated by <c>;</c>: from them, <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are used. Default none.
    /// </summary>
    public string? Trusted { get; set; }

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<ProxyOptions>> Settings { get; } =
    [
        Setting<ProxyOptions>.Of(
            nameof(Trusted), TextForm.List(text => TryParse(text, out _), "addresses or networks such as 10.0.0.0/8, separated by ';'"),
            (options, value) => options.Trusted = value),
    ];

    /// <summary>The entries one by one, as written.</summary>
    internal IReadOnlyList<string> List => TextForm.Split(Trusted);

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
}
