namespace Fovea.Api.Options;

/// <summary>Section <c>FeatureMaps</c>: bounds on what is drawn.</summary>
public sealed record FeatureMapsOptions
{
    /// <summary>The most pixels of one PNG. Default 16 million.</summary>
    public long MaxPixels { get; init; } = 16_000_000;
}
