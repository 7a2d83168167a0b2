namespace Fovea.Models.Pulling;

/// <summary>
/// Which redirects of a download are followed: to https on any host, since model hubs redirect to their storage; to http only from http on
/// the same host.
/// </summary>
internal static class RedirectPolicy
{
    /// <summary>How many redirects are followed.</summary>
    public const int MaxRedirects = 5;

    public static bool Allows(Uri from, Uri to) =>
        to.UserInfo.Length == 0 &&
        (
            to.Scheme == Uri.UriSchemeHttps
            || (
                to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp
                && string.Equals(from.Host, to.Host, StringComparison.OrdinalIgnoreCase)));
}
