using Fovea.Inference;

namespace Fovea.Models.StyleTransfer;

/// <summary>The plans of one style transfer.</summary>
/// <param name="Losses">The losses and their gradient.</param>
/// <param name="Content">The targets of the content layers.</param>
/// <param name="Style">The targets of the style layers, at the size of the style picture.</param>
internal sealed record StylePlans(CompiledPlan Losses, CompiledPlan Content, CompiledPlan Style)
{
    /// <summary>Compiles the plans.</summary>
    /// <exception cref="InferenceException">The layers, the network or the memory do not allow it.</exception>
    public static StylePlans Compile(InferenceModel graph, StyleRecipe recipe, Shape content, Shape style)
    {
        LossTerm[] contents = [.. recipe.ContentLayers.Select(layer => new LossTerm(layer, LossStatistic.Value))];
        LossTerm[] styles = [.. recipe.StyleLayers.Select(layer => new LossTerm(layer, LossStatistic.Gram))];
        return new StylePlans(
            graph.CompileLosses([content], [.. contents, .. styles], [graph.Inputs[0].Name]),
            graph.CompileStatistics([content], contents), graph.CompileStatistics([style], styles));
    }

    /// <summary>The bytes that one transfer takes: activations, inputs and outputs, and the variables with their moments.</summary>
    public long Bytes(long pixels) =>
        Losses.ArenaBytes + Math.Max(Content.ArenaBytes, Style.ArenaBytes)
        + sizeof(float) * (Losses.Inputs.Sum(input => input.Shape.ElementCount) + Losses.Outputs.Sum(output => output.Shape.ElementCount))
        + sizeof(float) * 4 * pixels + Adam.Bytes(pixels);
}
