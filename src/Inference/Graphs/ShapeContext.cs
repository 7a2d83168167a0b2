using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>What an operator's shape rule sees of a node and what it sets.</summary>
internal readonly struct ShapeContext(Node node)
{
    public Node Node => node;

    public NodeAttributes Attributes => node.Attributes;

    public int InputCount => node.Inputs.Length;

    public SymbolicShape Shape(int input) => node.Required(input).Shape;

    /// <summary>The extents of an input; null where the rank is unknown.</summary>
    public IReadOnlyList<Dimension>? Dimensions(int input) => Shape(input).Dimensions;

    public ElementType Type(int input) =>
        node.Required(input).Type ?? throw node.Unsupported($"the element type of input {input} ('{node.Required(input).Name}') is not known");

    /// <summary>An input's elements as integers, when they are known and held: integers in a file are, up to a size far above any shape.</summary>
    public long[]? Integers(int input)
    {
        if (node.Input(input)?.Elements is not { } tensor)
            return null;
        return tensor.ElementType switch
        {
            ElementType.Int64 => tensor.Span<long>().ToArray(),
            ElementType.Int32 => Array.ConvertAll(tensor.Span<int>().ToArray(), i => (long)i),
            _ => throw node.Invalid($"input {input} must be of integers, found {tensor}"),
        };
    }

    /// <summary>What is known of the elements of an integer vector that describes a shape.</summary>
    public IReadOnlyList<Dimension>? Contents(int input)
    {
        Value? value = node.Input(input);
        if (value?.Elements is { ElementType: ElementType.Int64 or ElementType.Int32, Shape.ElementCount: <= 64 })
            return [.. Integers(input)!.Select(i => (Dimension)i)];
        return value?.Contents;
    }

    public void Set(int output, ElementType type, IReadOnlyList<Dimension>? dimensions) => Set(output, type, new SymbolicShape(dimensions));

    public void Set(int output, ElementType type, SymbolicShape shape)
    {
        if (output >= node.Outputs.Length)
            return;
        (node.Outputs[output].Type, node.Outputs[output].Shape) = (type, shape);
        if (shape.IsKnown)
            _ = shape.ToShape();
    }

    /// <summary>Sets what is known of an output that describes a shape; fully known contents make it a constant.</summary>
    public void SetContents(int output, IReadOnlyList<Dimension>? contents)
    {
        Value value = node.Outputs[output];
        value.Contents = contents;
        if (contents is null || !contents.All(d => d.IsKnown) || !value.Shape.IsKnown)
            return;
        long[] numbers = [.. contents.Select(d => d.Value!.Value)];
        value.Constant = value.Type == ElementType.Int32
            ? new HeldConstant(Tensor.From<int>(value.KnownShape, Array.ConvertAll(numbers, checked(n => (int)n))), isOfPlan: true)
            : value.Type == ElementType.Int64 ? new HeldConstant(Tensor.From<long>(value.KnownShape, numbers), isOfPlan: true) : null;
    }

    /// <summary>An axis attribute brought into [0, rank).</summary>
    public int Axis(long axis, int rank)
    {
        long positive = axis < 0 ? axis + rank : axis;
        if (positive < 0 || positive >= Math.Max(rank, 1))
            throw node.Invalid($"axis {axis} does not exist in a tensor of rank {rank}");
        return (int)positive;
    }

    /// <summary>Output 0 has the type and shape of input 0.</summary>
    public void SameAsInput() => Set(0, Type(0), Shape(0));

    /// <summary>The shape that two operands broadcast to (ONNX broadcasting, which is numpy's).</summary>
    public static IReadOnlyList<Dimension>? Broadcast(Node node, IReadOnlyList<Dimension>? a, IReadOnlyList<Dimension>? b)
    {
        if (a is null || b is null)
            return null;
        var result = new Dimension[Math.Max(a.Count, b.Count)];
        for (int i = 1; i <= result.Length; i++)
        {
            Dimension x = i <= a.Count ? a[^i] : 1;
            Dimension y = i <= b.Count ? b[^i] : 1;
            if (x == y || y.Value == 1)
                result[^i] = x;
            else if (x.Value == 1)
                result[^i] = y;
            else if (x.IsKnown && y.IsKnown)
                throw node.Invalid($"the shapes [{string.Join(',', a)}] and [{string.Join(',', b)}] do not broadcast: {x} meets {y}");
            else
                result[^i] = x.IsKnown ? x : y.IsKnown ? y : Dimension.Unknown;
        }

        return result;
    }
}
