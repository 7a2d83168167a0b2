namespace Fovea.Inference.Plans;

/// <summary>The cache key for the rest of a cut graph: the shapes of its inputs, and the elements that decide further shapes.</summary>
internal sealed class ContinuationKey : IEquatable<ContinuationKey>
{
    private readonly GraphCut _cut;
    private readonly Shape[] _shapes;
    private readonly byte[][] _elements;
    private readonly int _hash;

    private ContinuationKey(GraphCut cut, Shape[] shapes, byte[][] elements)
    {
        _cut = cut;
        _shapes = shapes;
        _elements = elements;
        var hash = new HashCode();
        hash.Add(cut.Rest);
        foreach (Shape shape in shapes)
            hash.Add(shape);
        foreach (byte[] bytes in elements)
            hash.AddBytes(bytes);
        _hash = hash.ToHashCode();
    }

    /// <param name="cut">The cut.</param>
    /// <param name="found">The tensor of every input of the rest, in its order.</param>
    public static ContinuationKey Of(GraphCut cut, IReadOnlyList<Tensor> found) => new(
        cut, [.. found.Select(t => t.Shape)],
        [.. found.Where((_, i) => cut.ShapeInputs.Contains(cut.Rest.Inputs[i].Name)).Select(t => t.Bytes.ToArray())]);

    public bool Equals(ContinuationKey? other) =>
        other is not null && ReferenceEquals(_cut.Rest, other._cut.Rest) && _shapes.SequenceEqual(other._shapes) &&
        _elements.Zip(other._elements).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    public override bool Equals(object? obj) => Equals(obj as ContinuationKey);

    public override int GetHashCode() => _hash;
}
