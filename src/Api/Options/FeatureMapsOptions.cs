using Fovea.Api.Options.Validation;

namespace Fovea.Api.Options;

/// <summary>Section <c>FeatureMaps</c>: bounds on what is drawn.</summary>
public sealed record FeatureMapsOptions
{
    /// <summary>The most pixels of one PNG. Default 16 million.</summary>
    [Number(1, 500_000_000)]
    public long MaxPixels { get; set; } = 16_000_000;
}
