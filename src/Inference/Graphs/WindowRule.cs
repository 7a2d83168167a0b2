namespace Fovea.Inference.Graphs;

/// <summary>What one output element of an operator sees of its input, along the spatial axes.</summary>
internal enum WindowKind
{
    /// <summary>The element at its own place.</summary>
    Pointwise,

    /// <summary>A sliding window.</summary>
    Sliding,

    /// <summary>A window that slides over the output: one input element spreads.</summary>
    Transposed,

    /// <summary>The whole image.</summary>
    Global,

    /// <summary>No window can be stated (positions are rearranged).</summary>
    None,
}

/// <summary>The window rule of a node: per spatial axis, as ONNX writes them.</summary>
internal sealed record WindowRule(WindowKind Kind)
{
    public static WindowRule Pointwise { get; } = new(WindowKind.Pointwise);

    public static WindowRule Global { get; } = new(WindowKind.Global);

    public static WindowRule None { get; } = new(WindowKind.None);

    public int[] Kernel { get; init; } = [];

    public int[] Stride { get; init; } = [];

    /// <summary>Begins of all axes, then ends.</summary>
    public int[] Padding { get; init; } = [];

    public int[] Dilation { get; init; } = [];

    public int? Groups { get; init; }
}
