using Fovea.Inference.Graphs;

namespace Fovea.Inference.Gradients;

/// <summary>
/// Cuts the way forwards into segments, between which little is alive: what the way back needs of a segment can be computed again from
/// there, instead of being kept.
/// </summary>
/// <remarks>Chen, Xu, Zhang, Guestrin: Training Deep Nets with Sublinear Memory Cost, 2016, section 3.</remarks>
internal static class ForwardSegments
{
    /// <summary>Cuts the nodes into at most so many segments of about the same bytes of values.</summary>
    /// <param name="forward">The nodes, sorted.</param>
    /// <param name="count">The most segments.</param>
    public static IReadOnlyList<Node[]> Of(Node[] forward, int count)
    {
        if (count == 1)
            return [forward];
        double[] alive = Alive(forward);
        double[] made = new double[forward.Length + 1];
        for (int i = 0; i < forward.Length; i++)
            made[i + 1] = made[i] + forward[i].Outputs.Sum(Bytes);
        var cuts = new List<int> { 0 };
        for (int segment = 1; segment < count; segment++)
        {
            // The place where least is alive, at most half a segment from where the bytes of all segments would be equal.
            (double from, double to) = (made[^1] * (segment - 0.5) / count, made[^1] * (segment + 0.5) / count);
            int[] places = [.. Enumerable.Range(1, Math.Max(0, forward.Length - 1)).Where(i => made[i] > from && made[i] <= to)];
            if (places.Length > 0 && places.MinBy(i => alive[i]) is var place && place > cuts[^1])
                cuts.Add(place);
        }

        cuts.Add(forward.Length);
        return [.. cuts.Zip(cuts.Skip(1), (begin, end) => forward[begin..end])];
    }

    // The bytes of values that are made before a node and read by it or a later one.
    private static double[] Alive(Node[] forward)
    {
        var position = new Dictionary<Node, int>();
        for (int i = 0; i < forward.Length; i++)
            position.Add(forward[i], i);
        double[] change = new double[forward.Length + 1];
        foreach (Node node in forward)
        {
            foreach (Value output in node.Outputs)
            {
                int last = output.Consumers.Select(consumer => position.GetValueOrDefault(consumer)).DefaultIfEmpty(-1).Max();
                if (last <= position[node])
                    continue;
                change[position[node] + 1] += Bytes(output);
                change[last + 1] -= Bytes(output);
            }
        }

        for (int i = 1; i < change.Length; i++)
            change[i] += change[i - 1];
        return change;
    }

    private static double Bytes(Value value) => value is { Constant: null, Shape.IsKnown: true, Type: { } type }
        ? value.KnownShape.ElementCount * (double)type.SizeInBytes()
        : 0;
}
