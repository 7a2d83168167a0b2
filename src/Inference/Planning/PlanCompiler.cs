using Fovea.Inference.Graphs;
using Fovea.Inference.Kernels;

namespace Fovea.Inference.Planning;

/// <summary>Graph with known shapes to steps with planned memory.</summary>
internal static class PlanCompiler
{
    /// <param name="graph">Sorted, inferred, optimised.</param>
    /// <param name="kernels">The kernels to bind.</param>
    /// <param name="constants">Where the model's weights live.</param>
    /// <param name="threads">The most threads of a run; sizes scratch memory.</param>
    /// <param name="winograd">Whether convolutions may be computed by Winograd's algorithm.</param>
    public static PlanParts Compile(Graph graph, KernelSet kernels, ConstantStore constants, int threads, bool winograd)
    {
        var context = new LoweringContext(graph, kernels, constants, threads) { Winograd = winograd };
        var inputs = new View[graph.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            Value input = graph.Inputs[i];
            inputs[i] = LoweringContext.NewPlain(input.KnownShape, input.Type!.Value);
            context.Bind(input, inputs[i]);
        }

        foreach (Node node in graph.Nodes)
        {
            if (node.Outputs.All(o => o.Constant is not null))
                continue;
            if (node.Outputs.FirstOrDefault(o => !o.Shape.IsKnown) is { } unknown)
                throw node.Unsupported($"the shape of '{unknown.Name}' depends on the data ({unknown.Shape}), which is not supported");
            context.Lower(node);
        }

        constants.Fill(threads);
        View[] outputs = [.. graph.Outputs.Select(o => context.AsPlain(context.ViewOf(o.Value)))];
        long arenaBytes = PlanMemory(context.Steps, inputs, outputs);
        return new PlanParts([.. context.Steps], inputs, outputs, arenaBytes);
    }

    /// <summary>Finds each buffer's lifetime and gives it its place in the arena; returns the arena's size.</summary>
    public static long PlanMemory(IReadOnlyList<Step> steps, IReadOnlyList<View> inputs, IReadOnlyList<View> outputs)
    {
        var buffers = new HashSet<PlanBuffer>();
        void Use(PlanBuffer? buffer, int step)
        {
            if (buffer is null || buffer.IsConstant)
                return;
            buffer.Use(step);
            buffers.Add(buffer);
        }

        foreach (View input in inputs)
            Use(input.Buffer, -1);
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (View view in steps[i].Reads)
                Use(view.Buffer, i);
            foreach (View view in steps[i].Writes)
                Use(view.Buffer, i);
            Use(steps[i].Scratch, i);
        }

        foreach (View output in outputs)
            Use(output.Buffer, steps.Count);
        return MemoryPlanner.Plan(buffers);
    }
}

/// <summary>What compiling gives: the steps, where inputs and outputs lie (plain order), and the size of the arena.</summary>
internal sealed record PlanParts(Step[] Steps, View[] Inputs, View[] Outputs, long ArenaBytes);
