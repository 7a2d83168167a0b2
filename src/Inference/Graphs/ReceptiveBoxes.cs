namespace Fovea.Inference.Graphs;

/// <summary>
/// What one element of a value can depend on, found backwards from it, node by node: for each value the exact elements that are read
/// (<see cref="ReadMask"/>), since of several paths that join, one may be lost in padding along one axis only; and, for boxes that show
/// the padding, the ranges that all windows span.
/// </summary>
internal static class ReceptiveBoxes
{
    /// <param name="graph">The graph with known shapes, not optimised.</param>
    /// <param name="value">A value of it.</param>
    /// <param name="index">The element: a position along each axis.</param>
    /// <param name="budget">Counts the masks, and ends the work when its time is up.</param>
    /// <returns>The inputs that the element depends on, in the graph's order.</returns>
    public static IReadOnlyList<InputRegion> Find(Graph graph, Value value, IReadOnlyList<long> index, LoadBudget budget)
    {
        var reached = new Dictionary<Value, Reached>
        {
            [value] = new(ReadMask.Of(value.KnownShape, index), [.. index.Select(i => new AxisRange(i, i + 1))]),
        };
        foreach (Node node in graph.Nodes.Reverse())
        {
            for (int output = 0; output < node.Outputs.Length; output++)
            {
                // Nothing reads the value later.
                if (node.Outputs[output] is var written && written.Constant is null && reached.Remove(written, out Reached? read))
                {
                    Follow(reached, node, output, read, budget);
                    budget.Give(read.Mask.Bytes);
                }
            }
        }

        return
        [
            .. graph.Inputs.Where(reached.ContainsKey).Select(input =>
                new InputRegion(input.Name, reached[input].Ranges, reached[input].Mask.Bounds())),
        ];
    }

    private static void Follow(Dictionary<Value, Reached> reached, Node node, int output, Reached read, LoadBudget budget)
    {
        if (node.Operator.ReadsOnlyShapes)
            return;
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] is not { Constant: null } input)
                continue;
            Shape shape = input.KnownShape;
            Reached? found = i == 0 && output == 0 && node.Operator.KeepsElements
                ? read.Reshape(shape)
                : node.HasKnownShapes && node.Operator.Reads(node, output, i) is { } reads
                    ? read.Through(reads, shape, budget)
                    : new Reached(ReadMask.Whole(shape, !read.Mask.IsEmpty), [.. shape.Select(extent => new AxisRange(0, extent))]);
            if (found is null)
                continue;
            reached.TryGetValue(input, out Reached? other);
            reached[input] = other?.Or(found) ?? found;
            budget.Take(reached[input].Mask.Bytes - (other?.Mask.Bytes ?? 0), "what a cell depends on");
        }
    }

    private sealed record Reached(ReadMask Mask, AxisRange[] Ranges)
    {
        /// <summary>What is read of an input; null if it is nothing, even beyond its borders.</summary>
        public Reached? Through(AxisRead[] reads, Shape shape, LoadBudget budget)
        {
            var ranges = new AxisRange[reads.Length];
            for (int i = 0; i < ranges.Length; i++)
            {
                if (reads[i].Axis is not { } axis)
                    ranges[i] = new AxisRange(0, shape[i]);
                else if (reads[i].Read(Ranges[axis]) is { } range)
                    ranges[i] = range;
                else
                    return null;
            }

            return new Reached(Mask.Through(reads, shape, budget), ranges);
        }

        // Axes of one element come and go; where others change, the ranges are those of the elements.
        public Reached Reshape(Shape shape)
        {
            ReadMask mask = Mask.Reshape(shape);
            AxisRange[] whole = [.. shape.Select(extent => new AxisRange(0, extent))];
            int[] old = [.. Enumerable.Range(0, Mask.Shape.Rank).Where(axis => Mask.Shape[axis] != 1)];
            if (!old.Select(axis => Mask.Shape[axis]).SequenceEqual(shape.Where(extent => extent != 1)))
                return new Reached(mask, mask.Bounds() ?? whole);
            int next = 0;
            return new Reached(mask, [.. whole.Select(range => range.Length == 1 ? range : Ranges[old[next++]])]);
        }

        public Reached Or(Reached other) => new(Mask.Or(other.Mask), [.. Ranges.Zip(other.Ranges, (a, b) => a.Or(b))]);
    }
}
