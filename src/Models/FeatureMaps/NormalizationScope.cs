namespace Fovea.Models.FeatureMaps;

/// <summary>Which range of values a picture's colours span.</summary>
public enum NormalizationScope
{
    /// <summary>Each channel from its own smallest to its own largest value: shows the pattern of every channel.</summary>
    Channel,

    /// <summary>All channels from the layer's smallest to the layer's largest value: shows which channels respond strongly.</summary>
    Layer,
}
