using Fovea.Api.Options.Validation;

namespace Fovea.Api.Options;

/// <summary>
/// Section <c>RateLimit</c>: how often one client may call. A client is an API key, or without one an address (of IPv6, its /64 network).
/// </summary>
public sealed record RateLimitOptions
{
    /// <summary>
    /// How many requests per second one client may send in the long run, up to a million; 0 switches the limit off. Default 0.
    /// </summary>
    [Number(0.001, 1_000_000, "0 (no limit), or 0.001 to 1000000", OrZero = true)]
    public double RequestsPerSecond { get; set; }

    /// <summary>
    /// How many requests one client may send at once after a pause; 0 takes the requests of one second, rounded up. Default 0.
    /// </summary>
    [Number(0, 1_000_000, "0 (the requests of one second) to 1000000")]
    public int Burst { get; set; }

    /// <summary>The size of a client's bucket of tokens.</summary>
    internal int Tokens => Burst > 0 ? Burst : Math.Max(1, (int)Math.Ceiling(RequestsPerSecond));
}
