using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>What GatherElements and ScatterElements ask of data and indices (inputs 0 and 1).</summary>
internal static class AxisIndices
{
    public static int Axis(Node node) => node.Axis(node.Attributes.Int("axis", 0), node.Required(0).Shape.Rank);

    /// <exception cref="InvalidModelException">The ranks differ, or the indices are longer than the data along another axis than
    /// theirs.</exception>
    public static void Check(ShapeContext context)
    {
        if (context.Dimensions(0) is not { } data || context.Dimensions(1) is not { } indices)
            return;
        if (data.Count != indices.Count)
            throw context.Node.Invalid($"data {context.Shape(0)} and indices {context.Shape(1)} differ in rank; expected the same");
        int axis = Axis(context.Node);
        for (int i = 0; i < data.Count; i++)
        {
            if (i != axis && indices[i].Value > data[i].Value)
                throw context.Node.Invalid(
                    $"the indices {context.Shape(1)} are longer than the data {context.Shape(0)} along axis {i}; expected at " +
                    $"most {data[i]}");
        }
    }
}
