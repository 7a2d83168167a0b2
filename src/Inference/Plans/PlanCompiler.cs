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
    /// <param name="rest">The graph behind a cut, which the plan keeps; null if there is none.</param>
    /// <exception cref="ActivationLimitException">
    /// A run, or the plan itself, would take too much memory; thrown before any weights are read.
    /// </exception>
    public static PlanParts Compile(
        Graph graph, CompileSettings settings, ConstantStore store, LoadBudget budget, Func<int, Graph?> atBatch, Graph? rest = null)
    {
        return Compile(graph, settings, store, budget, rest, keepsValues: false, (context, inputs) =>
        {
            Lower(context, inputs, settings.Threads, atBatch);
            View[] outputs = [.. graph.Outputs.Select(o => context.AsPlain(context.ViewOf(o.Value)))];
            StepBanding.Apply(context.Steps, outputs.Select(o => o.Buffer), settings.Threads, settings.Kernels.Processor);
            return outputs;
        });
    }

    /// <summary>Compiles a plan that can show values as soon as they are computed, and has no outputs.</summary>
    /// <param name="graph">The graph: sorted, with inferred shapes.</param>
    /// <param name="names">The values that can be shown, and what they are called.</param>
    /// <param name="settings">The engine's settings.</param>
    /// <param name="store">The store of the model's weights.</param>
    /// <param name="budget">The memory of weights is taken from it first.</param>
    /// <param name="observed">Receives the values, in the order in which they are computed.</param>
    /// <exception cref="ActivationLimitException">
    /// A run, or the plan itself, would take too much memory; thrown before any weights are read.
    /// </exception>
    public static PlanParts CompileObserved(
        Graph graph, IReadOnlyDictionary<Value, string> names, CompileSettings settings, ConstantStore store, LoadBudget budget,
        List<ObservedValue> observed)
    {
        return Compile(graph, settings, store, budget, rest: null, keepsValues: true, (context, _) =>
        {
            foreach (Node node in graph.Nodes)
            {
                context.LowerAll([node]);
                foreach (Value output in node.Outputs.Where(o => o.Constant is null && context.Has(o)))
                {
                    if (names.TryGetValue(output, out string? name))
                        observed.Add(Observe(context, output, name));
                }
            }

            return [];
        });
    }

    private static PlanParts Compile(
        Graph graph, CompileSettings settings, ConstantStore store, LoadBudget budget, Graph? rest, bool keepsValues,
        Func<LoweringContext, View[], View[]> lower)
    {
        var constants = new PlanConstants(store, budget);
        PlanMemory? memory = null;
        try
        {
            long steps = 0;
            var context = new LoweringContext(graph, settings.Kernels, constants, settings.Threads)
            {
                Winograd = settings.Winograd,
                KeepsValues = keepsValues,
                CountStep = () => settings.Budget.Check(ObjectSizes.OfSteps(++steps)),
            };
            View[] inputs = Inputs(context);
            View[] outputs = lower(context, inputs);
            long arenaBytes = ArenaLayout.Plan(context.Steps, inputs, outputs, settings.Threads);
            if (arenaBytes > settings.MaxActivationBytes)
                throw ActivationLimitException.Of(arenaBytes, settings.MaxActivationBytes);
            memory = PlanMemory.Reserve(
                store.MeasuresOnly ? null : settings.Budget, constants.PlanStore, ObjectSizes.OfPlan(context.Steps, rest));
            constants.Fill(settings.Threads);
            constants.PlanStore?.ForgetSources();
            var parts = new PlanParts([.. context.Steps], inputs, outputs, arenaBytes, memory);
            for (int i = 0; i < parts.LeafSteps.Count; i++)
                parts.LeafSteps[i].Index = i;
            return parts;
        }
        catch
        {
            memory?.Dispose();
            constants.PlanStore?.Dispose();
            throw;
        }
    }

    private static ObservedValue Observe(LoweringContext context, Value value, string name)
    {
        var named = new PlanValue(name, value.Type!.Value, value.KnownShape);
        int position = context.Steps.Count;
        if (value.KnownShape.ElementCount == 0)
            return new ObservedValue(named, position, null);
        View view = context.ViewOf(value);
        var step = new ObservationStep(view, view.IsPlain ? null : LoweringContext.NewPlain(view.Shape, view.Type));
        context.Emit(step, $"show %{name}");
        return new ObservedValue(named, position, step);
    }

    private static View[] Inputs(LoweringContext context)
    {
        var inputs = new View[context.Graph.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            Value input = context.Graph.Inputs[i];
            inputs[i] = LoweringContext.NewPlain(input.KnownShape, input.Type!.Value);
            context.Bind(input, inputs[i]);
        }

        return inputs;
    }

    private static void Lower(LoweringContext context, View[] inputs, int threads, Func<int, Graph?> atBatch)
    {
        Graph graph = context.Graph;
        int batch = inputs.Length > 0 && inputs[0].Shape.Rank > 0 ? (int)Math.Min(inputs[0].Shape[0], int.MaxValue) : 1;
        var segments = new SegmentLowering(context, batch, atBatch);
        IReadOnlyList<Segment> chosen = batch > 1
            ? SegmentChoice.Choose(graph, batch, threads, context.Kernels) : [new Segment(0, graph.Nodes.Count, batch)];
        foreach (Segment segment in chosen)
        {
            if (!segments.TryEmit(segment))
                context.LowerAll(graph.Nodes.Skip(segment.First).Take(segment.Last - segment.First));
        }
    }
}

/// <summary>The result of compiling.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Inputs">The memory of the inputs, in plain order.</param>
/// <param name="Outputs">The memory of the outputs, in plain order.</param>
/// <param name="ArenaBytes">The size of the arena.</param>
/// <param name="Memory">The memory that only this plan has; it lives as long as the plan.</param>
internal sealed record PlanParts(Step[] Steps, View[] Inputs, View[] Outputs, long ArenaBytes, PlanMemory Memory)
{
    /// <summary>The steps, with segments replaced by their inner steps.</summary>
    public IReadOnlyList<Step> LeafSteps { get; } = [.. Steps.SelectMany(s => s is SegmentStep segment ? segment.Steps : [s])];
}
