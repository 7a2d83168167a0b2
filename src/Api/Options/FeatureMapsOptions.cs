using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>FeatureMaps</c>: bounds on what is drawn.</summary>
public sealed record FeatureMapsOptions
{
    /// <summary>The most pixels of one PNG. Default 16 million.</summary>
    public long MaxPixels { get; set; } = 16_000_000;

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<FeatureMapsOptions>> Settings { get; } =
    [
        Setting<FeatureMapsOptions>.Of(
            nameof(MaxPixels), new NumberForm<long>(1, 500_000_000), (options, value) => options.MaxPixels = value),
    ];
}
