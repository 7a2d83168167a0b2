using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>
/// Section <c>RateLimit</c>: how often one client may call. A client is an API key, or without one an address (of IPv6, its /64 network).
/// </summary>
public sealed record RateLimitOptions
{
    private const double LargestRate = 1_000_000;

    /// <summary>How often light requests may come where only the limit of the others is set, as a multiple of that.</summary>
    private const int LightShare = 10;

    /// <summary>How often looks may come where only the limit of calls is set, as a multiple of that.</summary>
    private const int LookShare = 10;

    /// <summary>Opening a layer of a picture is about five looks.</summary>
    private const int LeastLookBurst = 100;

    /// <summary>The page at <c>/</c> is about forty requests, one of documentation ten.</summary>
    private const int LeastLightBurst = 100;

    /// <summary>
    /// How many requests per second one client may send in the long run, up to a million; 0 switches the limit off. Default 0.
    /// </summary>
    public double RequestsPerSecond { get; set; }

    /// <summary>
    /// How many requests one client may send at once after a pause; 0 takes the requests of one second, rounded up. Default 0.
    /// </summary>
    public int Burst { get; set; }

    /// <summary>
    /// The same as <see cref="RequestsPerSecond"/> for what looks into a network (feature maps, weights, graphs, differences, kept images),
    /// which has a limit of its own; 0 takes ten times <see cref="RequestsPerSecond"/>. Default 0.
    /// </summary>
    public double LookRequestsPerSecond { get; set; }

    /// <summary>The same as <see cref="Burst"/> for these; 0 takes the requests of one second, at least 100. Default 0.</summary>
    public int LookBurst { get; set; }

    /// <summary>
    /// The same as <see cref="RequestsPerSecond"/> for documentation, its files and metrics, which have a limit of their own; 0 takes ten
    /// times <see cref="RequestsPerSecond"/>. Default 0.
    /// </summary>
    public double LightRequestsPerSecond { get; set; }

    /// <summary>The same as <see cref="Burst"/> for these; 0 takes the requests of one second, at least 100. Default 0.</summary>
    public int LightBurst { get; set; }

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<RateLimitOptions>> Settings { get; } =
    [
        Setting<RateLimitOptions>.Of(
            nameof(RequestsPerSecond), new NumberForm<double>(0.001, LargestRate, "0 (no limit), or 0.001 to 1000000", orZero: true),
            (options, value) => options.RequestsPerSecond = value),
        Setting<RateLimitOptions>.Of(
            nameof(Burst), new NumberForm<int>(0, 1_000_000, "0 (the requests of one second) to 1000000"),
            (options, value) => options.Burst = value),
        Setting<RateLimitOptions>.Of(
            nameof(LookRequestsPerSecond),
            new NumberForm<double>(0.001, LargestRate, "0 (ten times RequestsPerSecond), or 0.001 to 1000000", orZero: true),
            (options, value) => options.LookRequestsPerSecond = value),
        Setting<RateLimitOptions>.Of(
            nameof(LookBurst), new NumberForm<int>(0, 1_000_000, "0 (the requests of one second, at least 100) to 1000000"),
            (options, value) => options.LookBurst = value),
        Setting<RateLimitOptions>.Of(
            nameof(LightRequestsPerSecond),
            new NumberForm<double>(0.001, LargestRate, "0 (ten times RequestsPerSecond), or 0.001 to 1000000", orZero: true),
            (options, value) => options.LightRequestsPerSecond = value),
        Setting<RateLimitOptions>.Of(
            nameof(LightBurst), new NumberForm<int>(0, 1_000_000, "0 (the requests of one second, at least 100) to 1000000"),
            (options, value) => options.LightBurst = value),
    ];

    /// <summary>The rate of looks; 0 where they have no limit.</summary>
    internal double LookRate =>
        LookRequestsPerSecond > 0 ? LookRequestsPerSecond : Math.Min(LookShare * RequestsPerSecond, LargestRate);

    /// <summary>The size of a client's bucket for looks.</summary>
    internal int LookTokens => LookBurst > 0 ? LookBurst : Math.Max(LeastLookBurst, (int)Math.Ceiling(LookRate));

    /// <summary>The rate of light requests; 0 where they have no limit.</summary>
    internal double LightRate =>
        LightRequestsPerSecond > 0 ? LightRequestsPerSecond : Math.Min(LightShare * RequestsPerSecond, LargestRate);

    /// <summary>The size of a client's bucket of tokens.</summary>
    internal int Tokens => Burst > 0 ? Burst : Math.Max(1, (int)Math.Ceiling(RequestsPerSecond));

    /// <summary>The size of its bucket for light requests.</summary>
    internal int LightTokens => LightBurst > 0 ? LightBurst : Math.Max(LeastLightBurst, (int)Math.Ceiling(LightRate));
}
