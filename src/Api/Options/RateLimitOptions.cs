namespace Fovea.Api.Options;

/// <summary>Section <c>RateLimit</c>: how often one client may call. A client is an API key, or without one an address (of IPv6, its /64 network).</summary>
public sealed record RateLimitOptions
{
    /// <summary>How many requests per second one client may send in the long run, up to a million; 0 switches the limit off. Default 0.</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>How many requests one client may send at once after a pause; 0 takes the requests of one second, rounded up. Default 0.</summary>
    public int Burst { get; init; }

    /// <summary>The size of a client's bucket of tokens.</summary>
    internal int Tokens => Burst > 0 ? Burst : Math.Max(1, (int)Math.Ceiling(RequestsPerSecond));
}
