using Fovea.Inference.Graphs;
using Fovea.Kernels;
using Fovea.Kernels.Processors;

namespace Fovea.Inference.Segments;

/// <summary>
/// Cuts a graph over a batch into segments. A small chunk keeps activations in the caches of one core and needs no synchronisation; a large
/// one reads weights less often. Early layers have large activations and few weights, late layers the reverse, so chunks only grow along
/// the graph. Dynamic programming over a cost model of the time per image finds the cheapest sequence.
/// </summary>
internal static class SegmentChoice
{
    /// <summary>The cycles of a multiply-add at the peak that it takes on average, Winograd's algorithm included.</summary>
    private const double OfPeak = 0.6;

    /// <summary>The part of the time to read weights that is not hidden.</summary>
    private const double OfWeights = 2.0 / 3;

    /// <summary>How often activations cross the memory bus: they are read, and lines are fetched before they are written.</summary>
    private const double Crossings = 2.2;

    /// <summary>Cycles of a synchronisation after a shared step.</summary>
    private const double PerSharedStep = 7_400;

    /// <summary>Bytes of weights below which reading them again for the next image costs nothing.</summary>
    private const double FewWeightBytes = 64 * 1024;

    /// <summary>
    /// The segments, in order, which cover all nodes; a single one with the whole batch if chunks gain nothing or images depend on each
    /// other.
    /// </summary>
    public static IReadOnlyList<Segment> Choose(Graph graph, int batch, int threads, KernelSet kernels)
    {
        int apart = CountIndependentNodes(graph, batch);
        int[] chunks = [.. Divisors(batch).Where(c => c == batch || batch / c >= Math.Min(threads, batch))];
        // best[k]: the least cost of the nodes so far if the last one runs in chunks of chunks[k] images.
        double[] best = new double[chunks.Length];
        var from = new int[graph.Nodes.Count, chunks.Length];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            for (int k = chunks.Length - 1; k >= 0; k--)
            {
                int least = k;
                for (int j = 0; i > 0 && j < k; j++)
                    least = best[j] < best[least] ? j : least;
                from[i, k] = least;
                bool possible = chunks[k] == batch || i < apart;
                double before = i == 0 ? 0 : best[least];
                best[k] = possible ? before + Cost(graph.Nodes[i], chunks[k], batch, threads, kernels) : double.PositiveInfinity;
            }
        }

        return Trace(graph.Nodes.Count, chunks, best, from);
    }

    /// <summary>In ascending order. Takes the square root of the number of steps, because a batch may be in the millions.</summary>
    private static IEnumerable<int> Divisors(int number)
    {
        int[] small = [.. Enumerable.Range(1, (int)Math.Sqrt(number)).Where(c => number % c == 0)];
        return small.Concat(small.Reverse().Select(c => number / c)).Distinct();
    }

    private static List<Segment> Trace(int nodes, int[] chunks, double[] best, int[,] from)
    {
        var segments = new List<Segment>();
        int chunk = Array.LastIndexOf(best, best.Min());
        int last = nodes;
        for (int i = nodes - 1; i >= 0; i--)
        {
            int before = from[i, chunk];
            if (i == 0 || before != chunk)
            {
                segments.Insert(0, new Segment(i, last, chunks[chunk]));
                last = i;
            }

            chunk = before;
        }

        return segments;
    }

    /// <summary>The number of leading nodes whose outputs keep the images of the batch independent.</summary>
    public static int CountIndependentNodes(Graph graph, int batch)
    {
        bool Has(Value value) => value.KnownShape is { Rank: > 0 } shape && shape[0] == batch;
        if (!graph.Inputs.All(Has))
            return 0;
        int count = 0;
        while (count < graph.Nodes.Count)
        {
            Node node = graph.Nodes[count];
            bool known = node.Outputs.All(o => o.Shape.IsKnown) && node.Inputs.All(i => i is null || i.Shape.IsKnown);
            if (!known || !node.Outputs.All(Has) || !node.Inputs.All(i => i is null || i.Constant is not null || Has(i))
                || !node.Operator.KeepsImagesApart(node))
                break;
            count++;
        }

        return count;
    }

    /// <summary>
    /// Approximate cycles per image. Orders of magnitude are enough, because choices of similar cost take similar time.
    /// </summary>
    private static double Cost(Node node, int chunk, int batch, int threads, KernelSet kernels)
    {
        Processor processor = kernels.Processor;
        double weights = 0;
        double activations = 0;
        foreach (Value? input in node.Inputs)
        {
            if (input?.Constant is not null)
                weights += Bytes(input);
            else if (input is not null)
                activations += Bytes(input) / batch;
        }

        activations += node.Outputs.Sum(Bytes) / batch;
        double compute = OfPeak / processor.Peak(kernels.Lanes) * (node.Operator.MultiplyAdds(node) ?? 0) / batch;
        double fetch = weights <= FewWeightBytes ? 0 : OfWeights / processor.MemoryRate * weights / chunk;
        double agree = chunk == batch && threads > 1 ? (PerSharedStep / batch) + (activations / processor.LastLevelRate) : 0;
        return Math.Max(compute, fetch) + (0.3 * Math.Min(compute, fetch)) + Spill(chunk, activations, processor) + agree;
    }

    /// <summary>
    /// The cost of activations that do not fit into the second-level cache; those beyond the last-level cache come from memory.
    /// </summary>
    private static double Spill(int chunk, double activations, Processor processor)
    {
        double held = chunk * activations;
        double far = Math.Max(0, held - processor.LastLevelBytes) / held;
        return held <= processor.ActivationBytes
            ? 0 : ((1 / processor.LastLevelRate) + (Crossings / processor.MemoryRate * far)) * activations;
    }

    private static double Bytes(Value value) =>
        value.Shape.IsKnown ? value.KnownShape.ElementCount * (double)(value.Type ?? ElementType.Float32).SizeInBytes() : 0;
}
