using Fovea.Inference;

namespace Fovea.Models.StyleTransfer;

/// <summary>The plans of one style transfer.</summary>
/// <param name="Losses">The losses and their gradient.</param>
/// <param name="Content">The targets of the content layers.</param>
/// <param name="Style">The targets of the style layers, at the size of the style picture.</param>
internal sealed record StylePlans(CompiledPlan Losses, CompiledPlan Content, CompiledPlan Style)
{
    /// <summary>Compiles the plans. Where all that the way back needs takes too much memory, parts of it are computed again.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="recipe">The layers.</param>
    /// <param name="content">The shape of the content picture as the network's input.</param>
    /// <param name="style">The shape of the style picture.</param>
    /// <param name="pixels">The variables: the values of the result's pixels.</param>
    /// <param name="maxBytes">The most that <see cref="Bytes"/> is to be.</param>
    /// <exception cref="ActivationLimitException">It takes more, with the least bytes that it would take.</exception>
    /// <exception cref="InferenceException">The layers or the network do not allow it.</exception>
    public static StylePlans Compile(InferenceModel graph, StyleRecipe recipe, Shape content, Shape style, long pixels, long maxBytes)
    {
        LossTerm[] contents = [.. recipe.ContentLayers.Select(layer => new LossTerm(layer, LossStatistic.Value))];
        LossTerm[] styles = [.. recipe.StyleLayers.Select(layer => new LossTerm(layer, LossStatistic.Gram))];
        CompiledPlan contentTargets = graph.CompileStatistics([content], contents), styleTargets = graph.CompileStatistics([style], styles);
        CompiledPlan Losses(long? bytes) =>
            graph.CompileLosses([content], [.. contents, .. styles], [graph.Inputs[0].Name], bytes);
        StylePlans all = new(Losses(null), contentTargets, styleTargets);
        long others = all.Bytes(pixels) - all.Losses.ArenaBytes;
        return all.Bytes(pixels) <= maxBytes ? all : all with { Losses = Losses(Math.Max(1, maxBytes - others)) };
    }

    /// <summary>The bytes that one transfer takes: activations, inputs and outputs, and the variables with their moments.</summary>
    public long Bytes(long pixels) =>
        Losses.ArenaBytes + Math.Max(Content.ArenaBytes, Style.ArenaBytes)
        + sizeof(float) * (Losses.Inputs.Sum(input => input.Shape.ElementCount) + Losses.Outputs.Sum(output => output.Shape.ElementCount))
        + sizeof(float) * 4 * pixels + Adam.Bytes(pixels);
}
