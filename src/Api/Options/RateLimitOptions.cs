using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>
/// Section <c>RateLimit</c>: how often one client may call. A client is an API key, or without one an address (of IPv6, its /64 network).
/// </summary>
public sealed record RateLimitOptions
{
    /// <summary>
    /// How many requests per second one client may send in the long run, up to a million; 0 switches the limit off. Default 0.
    /// </summary>
    public double RequestsPerSecond { get; set; }

    /// <summary>
    /// How many requests one client may send at once after a pause; 0 takes the requests of one second, rounded up. Default 0.
    /// </summary>
    public int Burst { get; set; }

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<RateLimitOptions>> Settings { get; } =
    [
        Setting<RateLimitOptions>.Of(
            nameof(RequestsPerSecond), new NumberForm<double>(0.001, 1_000_000, "0 (no limit), or 0.001 to 1000000", orZero: true),
            (options, value) => options.RequestsPerSecond = value),
        Setting<RateLimitOptions>.Of(
            nameof(Burst), new NumberForm<int>(0, 1_000_000, "0 (the requests of one second) to 1000000"),
            (options, value) => options.Burst = value),
    ];

    /// <summary>The size of a client's bucket of tokens.</summary>
    internal int Tokens => Burst > 0 ? Burst : Math.Max(1, (int)Math.Ceiling(RequestsPerSecond));
}
