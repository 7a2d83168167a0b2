using Fovea.Inference.Graphs;

namespace Fovea.Inference.Segments;

/// <summary>Whether a graph gives each row of axis 0 what it gives that row alone.</summary>
internal static class RowIndependence
{
    /// <param name="several">The graph, not fused, for several rows.</param>
    /// <param name="one">The same for one row.</param>
    public static bool Holds(Graph several, Graph one)
    {
        int rows = (int)several.Inputs[0].KnownShape[0];
        if (several.Nodes.Count != one.Nodes.Count || several.Outputs.Any(o => o.Value.Constant is not null))
            return false;
        if (SegmentChoice.CountIndependentNodes(several, rows) != several.Nodes.Count)
            return false;
        for (int i = 0; i < several.Nodes.Count; i++)
        {
            if (!Correspond(several.Nodes[i], one.Nodes[i], rows))
                return false;
        }

        return true;
    }

    private static bool Correspond(Node several, Node one, int rows)
    {
        bool same = several.Operator == one.Operator && several.Inputs.Length == one.Inputs.Length && several.Outputs.Length == one.Outputs.Length;
        for (int i = 0; same && i < several.Outputs.Length; i++)
        {
            // One row may lose its axis where several keep it: a Squeeze without axes.
            same = several.Outputs[i].Name == one.Outputs[i].Name && one.Outputs[i].KnownShape is { Rank: > 0 } row &&
                several.Outputs[i].KnownShape.Equals(row.With(0, rows));
        }

        for (int i = 0; same && i < several.Inputs.Length; i++)
        {
            // The shape that a Reshape is given counts the rows; what it makes of it was compared above.
            bool isShape = several.Operator.KeepsElements && i > 0;
            same = isShape || SameConstant(several.Inputs[i], one.Inputs[i]);
        }

        return same;
    }

    /// <summary>
    /// Constants of the file are equal in both graphs; what shapes decide was computed for each, and may depend on the number of rows.
    /// </summary>
    private static bool SameConstant(Value? several, Value? one) => (several?.Constant, one?.Constant) switch
    {
        (null, null) => several?.Name == one?.Name,
        ({ } a, { } b) => a.Equals(b) || (a.ElementType == b.ElementType && a.Shape.Equals(b.Shape) &&
            (a.InMemory, b.InMemory) is ({ } x, { } y) && x.Bytes.Span.SequenceEqual(y.Bytes.Span)),
        _ => false,
    };
}
