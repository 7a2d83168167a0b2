namespace Fovea.Models.Pulling;

/// <summary>Where a server may send a download: to https anywhere, as the stores behind model hubs do; without encryption only within the same host, and never from https.</summary>
internal static class RedirectPolicy
{
    /// <summary>How many redirects are followed.</summary>
    public const int MaxRedirects = 5;

    public static bool Allows(Uri from, Uri to) =>
        to.UserInfo.Length == 0 &&
        (to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp && string.Equals(from.Host, to.Host, StringComparison.OrdinalIgnoreCase)));
}
