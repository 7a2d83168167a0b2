using Fovea.Inference.Graphs;

namespace Fovea.Inference.Segments;

/// <summary>Decides whether a graph computes for each row of axis 0 the same result as for that row alone.</summary>
internal static class RowIndependence
{
    /// <param name="several">The graph for several rows, without fusion.</param>
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
        bool same = several.Operator == one.Operator && several.Inputs.Length == one.Inputs.Length
            && several.Outputs.Length == one.Outputs.Length;
        for (int i = 0; same && i < several.Outputs.Length; i++)
        {
            // A Squeeze without axes removes axis 0 of one row, and an Expand repeats one row, but not several.
            same = several.Outputs[i].Name == one.Outputs[i].Name && one.Outputs[i].KnownShape is { Rank: > 0 } row && row[0] == 1 &&
                several.Outputs[i].KnownShape.Equals(row.With(0, rows));
        }

        for (int i = 0; same && i < several.Inputs.Length; i++)
        {
            // The shape input of a Reshape contains the number of rows; its output shape was compared above.
            bool isShape = several.Operator.KeepsElements && i > 0;
            same = isShape || SameConstant(several.Inputs[i], one.Inputs[i]);
        }

        return same;
    }

    /// <summary>Constants of the file are equal in both graphs; constants computed from shapes may depend on the number of rows.</summary>
    private static bool SameConstant(Value? several, Value? one) => (several?.Constant, one?.Constant) switch
    {
        (null, null) => several?.Name == one?.Name,
        ({ } a, { } b) => a.Equals(b) || (a.ElementType == b.ElementType && a.Shape.Equals(b.Shape) &&
            (a.InMemory, b.InMemory) is ({ } x, { } y) && x.Bytes.Span.SequenceEqual(y.Bytes.Span)),
        _ => false,
    };
}
