namespace Fovea.Models.StyleTransfer;

/// <summary>Everything that decides a style transfer beside the pictures and the network.</summary>
public sealed class StyleRecipe
{
    /// <summary>The preset that it began with.</summary>
    public required StylePreset Preset { get; init; }

    /// <summary>The layers whose values are kept.</summary>
    public required IReadOnlyList<string> ContentLayers { get; init; }

    /// <summary>The layers whose Gram matrices are aimed at.</summary>
    public required IReadOnlyList<string> StyleLayers { get; init; }

    /// <summary>How much each content layer counts.</summary>
    public required double ContentWeight { get; init; }

    /// <summary>How much each style layer counts, in their order.</summary>
    public required IReadOnlyList<double> StyleWeights { get; init; }

    /// <summary>How much the variation of neighbouring pixels counts.</summary>
    public required double VariationWeight { get; init; }

    /// <summary>What the weights count.</summary>
    public required LossScale Scale { get; init; }

    /// <summary>The number of steps.</summary>
    public required int Steps { get; init; }

    /// <summary>The step size of Adam at the beginning.</summary>
    public required double LearningRate { get; init; }

    /// <summary>What the step size is multiplied with every <see cref="DecayEvery"/> steps.</summary>
    public required double Decay { get; init; }

    /// <summary>After how many steps the step size becomes smaller, each time.</summary>
    public required int DecayEvery { get; init; }

    /// <summary>
    /// The largest magnitude of a normalised pixel, to which pixels are limited before all but the last twentieth of the steps; null for
    /// none.
    /// </summary>
    public required double? Bound { get; init; }

    /// <summary>What the picture begins with.</summary>
    public required StyleStart Start { get; init; }

    /// <summary>Makes the noise.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether only luminance is transferred.</summary>
    public required bool KeepsColour { get; init; }

    /// <summary>The step size of a step, counted from 0.</summary>
    internal double RateAt(int step) => LearningRate * Math.Pow(Decay, step / DecayEvery);

    /// <summary>Whether pixels are limited before a step, counted from 0.</summary>
    internal bool IsBound(int step) => Bound is not null && step < Steps - Steps / 20;
}
