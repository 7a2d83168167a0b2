using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Shutdown</c>: how the server ends.</summary>
public sealed record ShutdownOptions
{
    /// <summary>
    /// How long requests are still accepted after the signal to end, while <c>/readyz</c> already says no. Default 1 second.
    /// </summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long requests in flight may take to finish after that. Default 25 seconds: with the delay, less than the 30 that orchestrators
    /// usually grant.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<ShutdownOptions>> Settings { get; } =
    [
        Setting<ShutdownOptions>.Of(
            nameof(Delay), new TimeForm("0", "1h", "a time up to an hour"), (options, value) => options.Delay = value),
        Setting<ShutdownOptions>.Of(
            nameof(Timeout), new TimeForm("0", "1h", "a time up to an hour"), (options, value) => options.Timeout = value),
    ];
}
