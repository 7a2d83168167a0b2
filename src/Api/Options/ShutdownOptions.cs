using Fovea.Api.Options.Validation;

namespace Fovea.Api.Options;

/// <summary>Section <c>Shutdown</c>: how the server ends.</summary>
public sealed record ShutdownOptions
{
    /// <summary>
    /// How long requests are still accepted after the signal to end, while <c>/readyz</c> already says no. Default 1 second.
    /// </summary>
    [Time("00:00:00", "01:00:00", "a time up to an hour")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long requests in flight may take to finish after that. Default 25 seconds: with the delay, less than the 30 that orchestrators
    /// usually grant.
    /// </summary>
    [Time("00:00:00", "01:00:00", "a time up to an hour")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(25);
}
