namespace Fovea.Inference.Graphs;

/// <summary>Which part of the input one output element depends on, along the spatial axes.</summary>
internal enum WindowKind
{
    /// <summary>The input element at the same position.</summary>
    Pointwise,

    /// <summary>A sliding window.</summary>
    Sliding,

    /// <summary>A window that slides over the output, as in a transposed convolution.</summary>
    Transposed,

    /// <summary>A window that advances by a fraction of an element, as where an image is resized.</summary>
    Resampled,

    /// <summary>The whole image.</summary>
    Global,

    /// <summary>No window exists (positions are rearranged).</summary>
    None,
}

/// <summary>The window of a node, per spatial axis, with the attributes of ONNX.</summary>
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

    /// <summary>For <see cref="WindowKind.Resampled"/>: elements of the input from one element of the result to the next.</summary>
    public double[] Step { get; init; } = [];

    /// <summary>For <see cref="WindowKind.Resampled"/>: the first element of the input that the result's first one reads.</summary>
    public double[] Offset { get; init; } = [];
}
