namespace Fovea.Models.StyleTransfer;

/// <summary>What a caller asks of a style transfer; what is null is the preset's.</summary>
public sealed class StyleOptions
{
    /// <summary>The preset; null for the one that suits the network.</summary>
    public StylePreset? Preset { get; init; }

    /// <summary>The layers whose values are kept: value or node names.</summary>
    public IReadOnlyList<string>? ContentLayers { get; init; }

    /// <summary>The layers whose Gram matrices are aimed at: value or node names.</summary>
    public IReadOnlyList<string>? StyleLayers { get; init; }

    /// <summary>Where a preset takes the values of convolutions; before their activations when null.</summary>
    public CapturePoint? Capture { get; init; }

    /// <summary>How much each content layer counts, at least 0.</summary>
    public double? ContentWeight { get; init; }

    /// <summary>How much each style layer counts, at least 0: one number for all, or one for each.</summary>
    public IReadOnlyList<double>? StyleWeights { get; init; }

    /// <summary>How much the variation of neighbouring pixels counts, at least 0.</summary>
    public double? VariationWeight { get; init; }

    /// <summary>The number of steps.</summary>
    public int? Steps { get; init; }

    /// <summary>The step size of Adam at the beginning, in standard deviations of pixels.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The longer side of the result in pixels, where the network takes any size.</summary>
    public int? Size { get; init; }

    /// <summary>What the picture begins with.</summary>
    public StyleStart Start { get; init; }

    /// <summary>Makes the noise.</summary>
    public long Seed { get; init; }

    /// <summary>Whether the colours of the content are kept: only luminance is transferred.</summary>
    public bool KeepsColour { get; init; }
}
