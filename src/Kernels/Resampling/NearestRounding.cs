namespace Fovea.Kernels.Resampling;

/// <summary>Which element is the nearest to a position.</summary>
internal enum NearestRounding
{
    /// <summary>Half is rounded down.</summary>
    PreferFloor,

    /// <summary>Half is rounded up.</summary>
    PreferCeil,

    Floor,

    Ceil,
}
