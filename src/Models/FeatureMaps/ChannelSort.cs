namespace Fovea.Models.FeatureMaps;

/// <summary>By what channels are ordered.</summary>
public enum ChannelSort
{
    /// <summary>By their index.</summary>
    Index,

    /// <summary>The largest mean of absolute values first.</summary>
    Strength,

    /// <summary>The largest share of zeros first.</summary>
    Sparsity,

    /// <summary>The largest variance first.</summary>
    Variance,
}
