using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>What loops have in common: which are unrolled, and how the results of the iterations become tensors.</summary>
internal static class LoopBody
{
    // Loops with at most so many nodes in all their iterations become part of the graph around them.
    private const int MostNodes = 2048;

    /// <summary>Whether a loop of so many iterations is unrolled.</summary>
    public static bool IsShort(Unfolding context, GraphBody body, long iterations) =>
        iterations <= MostNodes && iterations * (body.NodeCount + 2L) <= Math.Min(MostNodes, context.Room / 2);

    /// <summary>A value of which only type and shape are known.</summary>
    public static Value Unknown(ElementType? type, SymbolicShape shape) => new("formal") { Type = type, Shape = shape };

    /// <summary>
    /// What the outputs of the body are, where the states keep their shapes if the body gives them the same, and have any shape otherwise.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="body">Its body.</param>
    /// <param name="states">How many inputs of the body are the outputs of the iteration before.</param>
    /// <param name="formals">The formal inputs in the first iteration.</param>
    /// <param name="firstFormal">The first formal input that is a state.</param>
    /// <param name="firstOutput">The first output that is a state.</param>
    public static Value[] InferOutputs(Node node, GraphBody body, int states, Value[] formals, int firstFormal, int firstOutput)
    {
        Value[] outputs = body.InferOutputs(node, formals);
        bool IsKept(int state) => formals[firstFormal + state].Shape is { Dimensions: { } extents } shape
            && shape.Equals(outputs[firstOutput + state].Shape) && extents.All(d => d.IsKnown || d.Symbol is not null);
        int[] states0 = [.. Enumerable.Range(0, states)];
        if (!Array.TrueForAll(states0, IsKept))
        {
            foreach (int state in states0)
                formals[firstFormal + state] = Unknown(formals[firstFormal + state].Type, SymbolicShape.Unknown);
            outputs = body.InferOutputs(node, formals);
            foreach (int state in states0)
                outputs[firstOutput + state].Shape = SymbolicShape.Unknown;
        }

        foreach (int state in states0)
        {
            Value output = outputs[firstOutput + state];
            if (formals[firstFormal + state].Type is { } type && output.Type is { } given && given != type)
                throw node.Invalid($"an iteration makes '{output.Name}' {given} of {type}; expected the same type");
        }

        return outputs;
    }

    /// <summary>The shape of the results of all iterations along a new axis.</summary>
    public static SymbolicShape Stacked(Node node, SymbolicShape one, Dimension iterations, long axis)
    {
        if (one.Dimensions is not { } extents)
            return SymbolicShape.Unknown;
        List<Dimension> all = [.. extents];
        all.Insert(node.Axis(axis, extents.Count + 1), iterations);
        return new SymbolicShape(all);
    }

    /// <summary>The results without any iteration: extents that are not known are 0.</summary>
    public static Tensor Empty(Node node, Value one, long axis, long extent = 0)
    {
        SymbolicShape stacked = Stacked(node, one.Shape.Dimensions is null ? new SymbolicShape([]) : one.Shape, extent, axis);
        return new Tensor(one.Type ?? ElementType.Float32, new Shape([.. stacked.Dimensions!.Select(d => d.Value ?? 0)]));
    }

    /// <summary>The results of unrolled iterations along a new axis.</summary>
    public static void Stack(Unfolding context, int output, IReadOnlyList<Value> results, Value one, long axis)
    {
        if (output >= context.Node.Outputs.Length)
            return;
        if (results.Count == 0)
        {
            context.Set(output, context.Constant("none", new MemoryConstant(Empty(context.Node, one, axis))));
            return;
        }

        Value axes = context.Integers("axes", axis);
        Value[] parts = [.. results.Select((result, i) => context.Add(new Unsqueeze(), 13, $"{i}/result", [result, axes]))];
        context.Add(new Concat(), 13, parts, [context.Node.Outputs[output]], ("axis", axis));
    }

    /// <summary>Adds what an iteration gave to the results, within the memory of the run.</summary>
    /// <param name="results">The results so far, for each output.</param>
    /// <param name="bytes">Their size.</param>
    /// <param name="given">What the iteration gave.</param>
    /// <param name="control">The run.</param>
    public static void Keep(List<Tensor>[] results, ref double bytes, ReadOnlySpan<Tensor> given, CutControl control)
    {
        for (int i = 0; i < results.Length; i++)
        {
            bytes += given[i].Bytes.Length;
            results[i].Add(given[i]);
        }

        // Once here and once in the stack of them.
        control.Check(2 * bytes);
    }
}
