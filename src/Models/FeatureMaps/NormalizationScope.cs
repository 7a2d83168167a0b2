namespace Fovea.Models.FeatureMaps;

/// <summary>The range of values that the colours span.</summary>
public enum NormalizationScope
{
    /// <summary>From the smallest to the largest value of each channel: shows the pattern of every channel.</summary>
    Channel,

    /// <summary>From the smallest to the largest value of the layer: shows which channels respond strongly.</summary>
    Layer,
}
