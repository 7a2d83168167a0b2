using System.Globalization;

namespace Fovea.Api.Options.Forms;

/// <summary>Addresses and ports to listen on.</summary>
internal static class ListenAddress
{
    /// <summary>What an address looks like, for messages.</summary>
    public const string Expected = "addresses such as http://localhost:8080, separated by ';'";

    /// <summary>What a list of ports looks like, for messages.</summary>
    public const string ExpectedPorts = "ports such as 8080, 0 to 65535, separated by ';'";

    /// <summary>Whether a text is an address of http or https, a wildcard or a Unix socket included, without a path.</summary>
    public static bool IsAddress(string text)
    {
        try
        {
            BindingAddress address = BindingAddress.Parse(text);
            return address.Scheme.ToLowerInvariant() is "http" or "https"
                && (address.IsUnixPipe || address.IsNamedPipe || address.Port is >= 0 and <= 65_535)
                && address.PathBase.Length == 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Whether a text is a port.</summary>
    public static bool IsPort(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
