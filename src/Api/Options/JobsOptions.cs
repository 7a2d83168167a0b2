using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Jobs</c>: long jobs, which are done one after the other: style transfers and explanations.</summary>
public sealed record JobsOptions
{
    /// <summary>How many jobs may wait or be paused beside the one that runs. Default 4.</summary>
    public int MaxQueue { get; set; } = 4;

    /// <summary>
    /// How long a result is kept, and how long a job may be paused; the latest results are kept, up to 64 with 64 MiB together.
    /// Default 30 minutes.
    /// </summary>
    public TimeSpan Ttl { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<JobsOptions>> Settings { get; } =
    [
        Setting<JobsOptions>.Of(nameof(MaxQueue), new NumberForm<int>(0, 1000), (options, value) => options.MaxQueue = value),
        Setting<JobsOptions>.Of(
            nameof(Ttl), new TimeForm("1s", "1d", "a time from a second to a day"), (options, value) => options.Ttl = value),
    ];
}
