using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Segments;

/// <summary>
/// Lowers a segment: its nodes become the steps of one chunk, with separate activation memory for each thread. Only the values at the
/// segment's boundary are in the run's arena, chunk after chunk.
/// </summary>
/// <param name="batchContext">The lowering context of the whole batch.</param>
/// <param name="batch">The number of images of the batch.</param>
/// <param name="atBatch">Returns the same graph for another batch size; null if the model does not support it.</param>
internal sealed class SegmentLowering(LoweringContext batchContext, int batch, Func<int, Graph?> atBatch)
{
    private readonly Dictionary<int, Graph?> _graphs = [];

    /// <summary>
    /// Emits the segment as one step; false if its chunk is the whole batch, or if the graph has other nodes at the chunk's batch size.
    /// </summary>
    public bool TryEmit(Segment segment)
    {
        if (segment.Chunk == batch)
            return false;
        if (!_graphs.TryGetValue(segment.Chunk, out Graph? graph))
            _graphs.Add(segment.Chunk, graph = atBatch(segment.Chunk));
        if (graph is null || !Corresponds(graph, segment))
            return false;
        Emit(Subgraph.Extract(graph, graph.Nodes.Skip(segment.First).Take(segment.Last - segment.First)), segment.Chunk);
        return true;
    }

    private bool Corresponds(Graph graph, Segment segment)
    {
        if (graph.Nodes.Count != batchContext.Graph.Nodes.Count)
            return false;
        for (int i = segment.First; i < segment.Last; i++)
        {
            Node node = graph.Nodes[i];
            Node twin = batchContext.Graph.Nodes[i];
            if (node.Operator != twin.Operator || node.Outputs.Length != twin.Outputs.Length)
                return false;
            for (int o = 0; o < node.Outputs.Length; o++)
            {
                if (node.Outputs[o].Name != twin.Outputs[o].Name || !node.Outputs[o].Shape.IsKnown ||
                    !node.Outputs[o].KnownShape.Equals(twin.Outputs[o].KnownShape.With(0, segment.Chunk)))
                    return false;
            }
        }

        return true;
    }

    private void Emit(Graph part, int chunk)
    {
        int chunks = batch / chunk;
        var inner = new LoweringContext(part, batchContext.Kernels, batchContext.Constants, threads: 1)
        {
            Winograd = batchContext.Winograd,
            CountStep = batchContext.CountStep,
        };
        var windows = new Dictionary<PlanBuffer, PlanBuffer>();
        var reads = new List<View>();
        foreach (Value input in part.Inputs)
        {
            View outer = batchContext.ViewOf(batchContext.Graph.GetOrAddValue(input.Name));
            if (!windows.TryGetValue(outer.Buffer, out PlanBuffer? window))
                windows.Add(
                    outer.Buffer,
                    window = new PlanBuffer(outer.Type, outer.Buffer.Elements / chunks) { BatchBuffer = outer.Buffer, Shared = true });
            inner.Bind(input, new View(window, outer.Offset, input.KnownShape, outer.Strides));
            reads.Add(outer);
        }

        inner.LowerAll(part.Nodes);
        var writes = new List<View>();
        foreach ((string name, Value output) in part.Outputs)
        {
            View outer = BoundaryView(inner, inner.ViewOf(output), chunk, chunks);
            batchContext.Bind(batchContext.Graph.GetOrAddValue(name), outer);
            writes.Add(outer);
        }

        StepBanding.Apply(inner.Steps, writes.Select(w => w.Buffer), threads: 1, inner.Kernels.Processor);
        long arenaBytes = ArenaLayout.Plan(inner.Steps, [], [], threads: 1);
        if (inner.Steps.Count > 0)
            batchContext.Emit(new SegmentStep([.. inner.Steps], arenaBytes, chunks, chunk, reads, writes), "segment");
    }

    /// <summary>The view of all chunks, given that of one, whose buffer becomes a window into memory of the whole batch.</summary>
    private static View BoundaryView(LoweringContext inner, View view, int chunk, int chunks)
    {
        bool movable = !view.Buffer.IsConstant && (chunk == 1 || view.Strides[0] * chunk == view.Buffer.Elements);
        if (!movable)
        {
            View copy = LoweringContext.NewPlain(view.Shape, view.Type);
            inner.Emit(new CopyStep(view, copy, "border"));
            view = copy;
        }

        view.Buffer.BatchBuffer ??= new PlanBuffer(view.Type, checked(view.Buffer.Elements * chunks)) { Shared = true };
        long[] strides = [.. view.Strides];
        strides[0] = view.Buffer.Elements / chunk;
        return new View(view.Buffer.BatchBuffer, view.Offset, view.Shape.With(0, (long)chunk * chunks), strides);
    }
}
