using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Segments;
using Fovea.Inference.Steps;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Plans;

/// <summary>Compiles a graph with known shapes into steps with planned memory.</summary>
internal static class PlanCompiler
{
    /// <param name="graph">The graph: sorted, optimised, with inferred shapes.</param>
    /// <param name="settings">The engine's settings.</param>
    /// <param name="store">The store of the model's weights.</param>
    /// <param name="budget">The memory of weights is taken from it first.</param>
    /// <param name="atBatch">Returns the same graph for another batch size; null if the model does not support it.</param>
    /// <exception cref="ActivationLimitException">A run would take too much memory; thrown before any weights are read.</exception>
    public static PlanParts Compile(
        Graph graph, CompileSettings settings, ConstantStore store, LoadBudget budget, Func<int, Graph?> atBatch)
    {
        int threads = settings.Threads;
        var constants = new PlanConstants(store, budget);
        var context = new LoweringContext(graph, settings.Kernels, constants, threads) { Winograd = settings.Winograd };
        var inputs = new View[graph.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            Value input = graph.Inputs[i];
            inputs[i] = LoweringContext.NewPlain(input.KnownShape, input.Type!.Value);
            context.Bind(input, inputs[i]);
        }

        int batch = inputs.Length > 0 && inputs[0].Shape.Rank > 0 ? (int)Math.Min(inputs[0].Shape[0], int.MaxValue) : 1;
        var segments = new SegmentLowering(context, batch, atBatch);
        foreach (Segment segment in batch > 1 ? SegmentChoice.Choose(graph, batch, threads) : [new Segment(0, graph.Nodes.Count, batch)])
        {
            if (!segments.TryEmit(segment))
                context.LowerAll(graph.Nodes.Skip(segment.First).Take(segment.Last - segment.First));
        }

        View[] outputs = [.. graph.Outputs.Select(o => context.AsPlain(context.ViewOf(o.Value)))];
        StepBanding.Apply(context.Steps, outputs.Select(o => o.Buffer), threads);
        long arenaBytes = ArenaLayout.Plan(context.Steps, inputs, outputs, threads);
        if (arenaBytes > settings.MaxActivationBytes)
            throw ActivationLimitException.Of(arenaBytes, settings.MaxActivationBytes);
        constants.Fill(threads);
        var parts = new PlanParts([.. context.Steps], inputs, outputs, arenaBytes, constants.PlanStore);
        for (int i = 0; i < parts.LeafSteps.Count; i++)
            parts.LeafSteps[i].Index = i;
        return parts;
    }
}

/// <summary>The result of compiling.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Inputs">The memory of the inputs, in plain order.</param>
/// <param name="Outputs">The memory of the outputs, in plain order.</param>
/// <param name="ArenaBytes">The size of the arena.</param>
/// <param name="Constants">The constants that only this plan has; they live as long as the plan. Null if there are none.</param>
internal sealed record PlanParts(Step[] Steps, View[] Inputs, View[] Outputs, long ArenaBytes, ConstantStore? Constants)
{
    /// <summary>The steps, with segments replaced by their inner steps.</summary>
    public IReadOnlyList<Step> LeafSteps { get; } = [.. Steps.SelectMany(s => s is SegmentStep segment ? segment.Steps : [s])];
}
