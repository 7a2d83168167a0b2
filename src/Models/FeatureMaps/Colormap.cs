namespace Fovea.Models.FeatureMaps;

/// <summary>How values become colours.</summary>
public enum Colormap
{
    /// <summary>From dark violet over green to yellow; equal steps in value look like equal steps in colour.</summary>
    Viridis,

    /// <summary>From black to white.</summary>
    Gray,
}
