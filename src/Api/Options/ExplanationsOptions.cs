using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Explanations</c>: bounds on what is explained.</summary>
public sealed record ExplanationsOptions
{
    /// <summary>
    /// The most runs of a network for one explanation that is answered at once; one forwards and back counts for two. Default 512.
    /// </summary>
    public long MaxRuns { get; set; } = 512;

    /// <summary>The same for one that is computed as a job. Default 20 000.</summary>
    public long MaxJobRuns { get; set; } = 20_000;

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<ExplanationsOptions>> Settings { get; } =
    [
        Setting<ExplanationsOptions>.Of(
            nameof(MaxRuns), new NumberForm<long>(1, 1_000_000), (options, value) => options.MaxRuns = value),
        Setting<ExplanationsOptions>.Of(
            nameof(MaxJobRuns), new NumberForm<long>(1, 1_000_000), (options, value) => options.MaxJobRuns = value),
    ];
}
