namespace Fovea.Models.StyleTransfer;

/// <summary>The bounds of style transfers.</summary>
public sealed class StyleTransferLimits
{
    /// <summary>The least side of a picture in pixels.</summary>
    public const int MinSize = 16;

    /// <summary>The largest side of a result in pixels.</summary>
    public int MaxSize { get; init; } = 768;

    /// <summary>The most steps.</summary>
    public int MaxSteps { get; init; } = 2000;

    /// <summary>The most layers of each kind.</summary>
    public int MaxLayers { get; init; } = 16;

    /// <summary>The most bytes that one transfer takes.</summary>
    public long MaxBytes { get; init; } = 1L << 30;
}
