using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>What Conv, QLinearConv and ConvInteger say of their nodes; input 0 is the image.</summary>
internal static class ConvolutionRules
{
    /// <summary>Sets the shape of the result.</summary>
    /// <param name="context">The node.</param>
    /// <param name="weights">The input of the weights.</param>
    /// <param name="bias">The input of the bias.</param>
    /// <param name="type">The type of the result.</param>
    public static void Infer(ShapeContext context, int weights, int bias, ElementType type)
    {
        if (context.Dimensions(0) is not { } x || context.Dimensions(weights) is not { } w)
        {
            context.Set(0, type, SymbolicShape.Unknown);
            return;
        }

        Node node = context.Node;
        if (x.Count < 3 || w.Count != x.Count)
            throw node.Invalid($"the input has rank {x.Count} and the weights rank {w.Count}; expected the same rank of at least 3");
        context.RequireElements(0, weights);
        long groups = Groups(node);
        if (x[1].Value is { } channels && w[1].Value is { } depth && channels != Extents.Multiply(depth, groups))
            throw node.Invalid($"the input has {channels} channels; weights of {depth} channels in {groups} groups take {depth * groups}");
        if (w[0].Value is { } filters && filters % groups != 0)
            throw node.Invalid($"{filters} filters do not divide into {groups} groups");
        if (node.Input(bias)?.Shape.Dimensions is { } row && (row.Count != 1 || (row[0].IsKnown && w[0].IsKnown && row[0] != w[0])))
            throw node.Invalid($"the bias has the shape {node.Input(bias)!.Shape}; expected [{w[0]}]");
        if (!SlidingWindow.IsKnown(node, w))
        {
            context.Set(0, type, [x[0], w[0], .. new Dimension[x.Count - 2]]);
            return;
        }

        SlidingWindow window = Window(node, weights);
        context.Set(0, type, [x[0], w[0], .. x.Skip(2).Select((d, i) => window.Output(node, i, d))]);
    }

    /// <summary>The groups of channels of a node.</summary>
    /// <exception cref="InvalidModelException">There are none.</exception>
    public static long Groups(Node node)
    {
        long groups = node.Attributes.Int("group", 1);
        return groups is >= 1 and <= int.MaxValue ? groups : throw node.Invalid($"group is {groups}; expected at least 1");
    }

    /// <summary>The window of a node whose ranks are known.</summary>
    public static SlidingWindow Window(Node node, int weights) => SlidingWindow.Read(
        node, [.. node.Required(0).Shape.Dimensions!.Skip(2)], [.. node.Required(weights).Shape.Dimensions!.Skip(2)]);

    /// <summary>What a cell reads of the image.</summary>
    public static AxisRead[] Reads(Node node, int weights)
    {
        long groups = Groups(node);
        AxisRead channels = groups == 1
            ? AxisRead.All
            : AxisRead.Blocks(1, node.Outputs[0].KnownShape[1] / groups, node.Required(0).KnownShape[1] / groups);
        return [AxisRead.Same(0), channels, .. Window(node, weights).Reads()];
    }

    /// <summary>The products of a node whose shapes are known.</summary>
    public static long MultiplyAdds(Node node, int weights)
    {
        Shape shape = node.Required(weights).KnownShape;
        return node.Outputs[0].KnownShape.ElementCount * (shape.ElementCount / Math.Max(1, shape[0]));
    }
}
