namespace Fovea.Models.Graphs;

/// <summary>A block of neighbouring layers, which may contain blocks.</summary>
/// <param name="First">The position of its first layer in data order.</param>
/// <param name="Last">The position of its last layer.</param>
/// <param name="Title">What it is called: <c>features.3</c>, <c>residual block</c>, <c>3 x residual block</c>.</param>
internal sealed record LayerBlock(int First, int Last, string Title)
{
    /// <summary>Whether the model's author named it.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The blocks inside, in data order.</summary>
    public IReadOnlyList<LayerBlock> Blocks { get; init; } = [];

    /// <summary>Its id among the blocks and nodes of the model, which only depends on its layers.</summary>
    public string Id => $"b{First}-{Last}";

    /// <summary>The number of layers.</summary>
    public int Count => Last - First + 1;

    /// <summary>Whether all layers of another block are in this one.</summary>
    public bool Contains(LayerBlock other) => First <= other.First && other.Last <= Last;

    /// <summary>Whether both have layers in common, and both have layers that the other has not.</summary>
    public bool Crosses(LayerBlock other) =>
        First <= other.Last && other.First <= Last && !Contains(other) && !other.Contains(this);
}
