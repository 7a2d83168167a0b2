using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>FeatureMaps</c>: what can be looked at, and bounds on what is drawn.</summary>
public sealed record FeatureMapsOptions
{
    /// <summary>
    /// Whether a network can be looked into: its feature maps, weights, graph, pre-processed inputs and differences. Default true.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The most pixels of one PNG. Default 16 million.</summary>
    public long MaxPixels { get; set; } = 16_000_000;

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<FeatureMapsOptions>> Settings { get; } =
    [
        Setting<FeatureMapsOptions>.Of(nameof(Enabled), new SwitchForm(), (options, value) => options.Enabled = value),
        Setting<FeatureMapsOptions>.Of(
            nameof(MaxPixels), new NumberForm<long>(1, 500_000_000), (options, value) => options.MaxPixels = value),
    ];
}
