using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>/style-transfers/{id}</c>.</summary>
[Description("A style transfer: what is done, and how far it is.")]
public sealed record StyleTransferResponse : JobResponse
{
    [SetsRequiredMembers]
    internal StyleTransferResponse(JobResponse job, int width, int height, StyleRecipeInfo recipe, StyleLossCurves losses)
        : base(job)
    {
        Width = width;
        Height = height;
        Recipe = recipe;
        Losses = losses;
        ImageHref = $"{job.Href}/image";
    }

    [Description("The columns of the result.")]
    public required int Width { get; init; }

    [Description("The rows of the result.")]
    public required int Height { get; init; }

    [Description("What is optimised.")]
    public required StyleRecipeInfo Recipe { get; init; }

    [Description("The losses of the picture before each step that is done, with their weights.")]
    public required StyleLossCurves Losses { get; init; }

    [Description("The address of the picture.")]
    public required string ImageHref { get; init; }
}

/// <summary>What a style transfer optimises.</summary>
[Description("What a style transfer optimises.")]
public sealed record StyleRecipeInfo
{
    [Description("The preset that it began with.")]
    public required string Preset { get; init; }

    [Description("The layers whose values are kept.")]
    public required IReadOnlyList<string> ContentLayers { get; init; }

    [Description("The layers whose Gram matrices are aimed at.")]
    public required IReadOnlyList<string> StyleLayers { get; init; }

    [Description("How much each content layer counts.")]
    public required double ContentWeight { get; init; }

    [Description("How much each style layer counts.")]
    public required IReadOnlyList<double> StyleWeights { get; init; }

    [Description("How much the variation of neighbouring pixels counts.")]
    public required double TvWeight { get; init; }

    [Description("What the weights count: mean or sum of squared differences, or relative (mean, divided by the target's mean square).")]
    public required string Scale { get; init; }

    [Description("The step size of Adam at the beginning, in standard deviations of pixels.")]
    public required double LearningRate { get; init; }

    [Description("What the picture begins with: content or noise.")]
    public required string Start { get; init; }

    [Description("Makes the noise.")]
    public required long Seed { get; init; }

    [Description("keep where the colours of the content are kept, else transfer.")]
    public required string Colour { get; init; }
}

/// <summary>The curves of a style transfer.</summary>
[Description("Three curves, with a number for each step.")]
public sealed record StyleLossCurves
{
    [Description("The curves have the losses of the first step and of every so many after it: of each one, up to 1000 steps.")]
    public required int Every { get; init; }

    [Description("Of the content layers.")]
    public required IReadOnlyList<double> Content { get; init; }

    [Description("Of the style layers.")]
    public required IReadOnlyList<double> Style { get; init; }

    [Description("Of neighbouring pixels.")]
    public required IReadOnlyList<double> Variation { get; init; }
}
