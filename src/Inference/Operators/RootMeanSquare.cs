using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators;

/// <summary>The division of a tensor by the root of its mean square (Zhang, Sennrich, 2019), written as ONNX's operators.</summary>
internal static class RootMeanSquare
{
    /// <summary>Adds x / sqrt(mean(x^2) + epsilon) scale as output 0 of the node.</summary>
    /// <param name="context">The node.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="scale">The factors.</param>
    /// <param name="axis">The first axis of the mean.</param>
    /// <param name="rank">The number of axes of the tensor.</param>
    /// <param name="epsilon">Added to the mean.</param>
    /// <param name="inverse">The output of the node that is 1 / sqrt(mean(x^2) + epsilon).</param>
    public static void Normalize(Unfolding context, Value x, Value scale, long axis, int rank, float epsilon, int inverse)
    {
        int first = context.Node.Axis(axis, rank);
        long[] axes = [.. Enumerable.Range(first, rank - first).Select(a => (long)a)];
        Value square = context.Add(new Mul(), 13, "square", [x, x]);
        Value mean = context.Add(new ReduceMean(), 13, "mean", [square], ("axes", axes));
        Value root = context.Add(
            new Sqrt(), 13, "root", [context.Add(new Add(), 13, "shifted", [mean, context.Float("epsilon", epsilon)])]);
        Value factor = context.Add(new Reciprocal(), 13, "factor", [root]);
        Value normalized = context.Add(new Mul(), 13, "normalized", [x, factor]);
        context.Set(0, context.Add(new Mul(), 13, "scaled", [normalized, scale]));
        context.Set(inverse, factor);
    }
}
