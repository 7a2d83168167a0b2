using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Segments;
using Fovea.Inference.Steps;
using Fovea.Inference.Weights;
using Fovea.Kernels;

namespace Fovea.Inference.Plans;

/// <summary>Graph with known shapes to steps with planned memory.</summary>
internal static class PlanCompiler
{
    /// <param name="graph">Sorted, inferred, optimised.</param>
    /// <param name="settings">What the engine says.</param>
    /// <param name="store">Where the model's weights live.</param>
    /// <param name="atBatch">The same graph for another number of images; null where the model has none.</param>
    /// <exception cref="ActivationLimitException">A run would take too much memory; no weights have been read then.</exception>
    public static PlanParts Compile(Graph graph, CompileSettings settings, ConstantStore store, Func<int, Graph?> atBatch)
    {
        int threads = settings.Threads;
        var constants = new PlanConstants(store);
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

/// <summary>What compiling gives.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Inputs">Where inputs lie, in plain order.</param>
/// <param name="Outputs">Where outputs lie, in plain order.</param>
/// <param name="ArenaBytes">The size of the arena.</param>
/// <param name="Constants">The constants of this plan only; they live as long as it is referred to. Null for none.</param>
internal sealed record PlanParts(Step[] Steps, View[] Inputs, View[] Outputs, long ArenaBytes, ConstantStore? Constants)
{
    /// <summary>The steps with segments opened.</summary>
    public IReadOnlyList<Step> LeafSteps { get; } = [.. Steps.SelectMany(s => s is SegmentStep segment ? segment.Steps : [s])];
}
