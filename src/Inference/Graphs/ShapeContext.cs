using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>The view of a node that shape inference reads and writes.</summary>
internal readonly struct ShapeContext(Node node)
{
    public Node Node => node;

    public NodeAttributes Attributes => node.Attributes;

    public int InputCount => node.Inputs.Length;

    public SymbolicShape Shape(int input) => node.Required(input).Shape;

    /// <summary>The extents of an input; null if the rank is unknown.</summary>
    public IReadOnlyList<Dimension>? Dimensions(int input) => Shape(input).Dimensions;

    public ElementType Type(int input) =>
        node.Required(input).Type
        ?? throw node.Unsupported($"the element type of input {input} ('{node.Required(input).Name}') is not known");

    /// <summary>
    /// An input's elements as integers, if they are known and in memory. Integer constants of a file are, up to a size far above any shape.
    /// </summary>
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

    /// <summary>
    /// Checks that these inputs are not empty, as far as their extents are known: the kernels divide by extents, or have no defined result
    /// for an empty input. No images (an axis 0 of extent 0) are allowed: the result is empty then, and nothing is computed.
    /// </summary>
    /// <exception cref="UnsupportedModelException">An input is empty.</exception>
    public void RequireElements(params ReadOnlySpan<int> inputs)
    {
        foreach (int input in inputs)
        {
            if (node.Input(input)?.Shape is { Dimensions: { } extents } shape && extents.Skip(1).Any(d => d.Value == 0))
                throw node.Unsupported($"input {input} has the shape {shape} and so no elements; supported are operands with elements");
        }
    }

    public void Set(int output, ElementType type, IReadOnlyList<Dimension>? dimensions) => Set(output, type, new SymbolicShape(dimensions));

    /// <exception cref="InvalidModelException">An extent is negative, or there are too many elements.</exception>
    /// <exception cref="UnsupportedModelException">There are too many axes.</exception>
    public void Set(int output, ElementType type, SymbolicShape shape)
    {
        if (output >= node.Outputs.Length)
            return;
        if (shape.Dimensions is { } dimensions)
            Extents.Check([.. dimensions.Select(d => d.Value ?? 1)]);
        (node.Outputs[output].Type, node.Outputs[output].Shape) = (type, shape);
    }

    /// <summary>Sets the known elements of an output that describes a shape; if all are known, the output becomes a constant.</summary>
    public void SetContents(int output, IReadOnlyList<Dimension>? contents)
    {
        Value value = node.Outputs[output];
        value.Contents = contents;
        if (contents is null || !contents.All(d => d.IsKnown) || !value.Shape.IsKnown || value.KnownShape.ElementCount != contents.Count)
            return;
        long[] numbers = [.. contents.Select(d => d.Value!.Value)];
        value.Constant = value.Type switch
        {
            ElementType.Int64 => new MemoryConstant(Tensor.From<long>(value.KnownShape, numbers), isPlanSpecific: true),
            ElementType.Int32 when numbers.All(n => n is >= int.MinValue and <= int.MaxValue) =>
                new MemoryConstant(Tensor.From<int>(value.KnownShape, Array.ConvertAll(numbers, n => (int)n)), isPlanSpecific: true),
            ElementType.Int32 => throw node.Invalid($"the extents [{string.Join(',', numbers)}] do not fit into Int32"),
            _ => null,
        };
    }

    /// <summary>An axis attribute normalised to [0, rank).</summary>
    /// <exception cref="InvalidModelException">There is no such axis; a scalar has none.</exception>
    public int Axis(long axis, int rank) => node.Axis(axis, rank);

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
