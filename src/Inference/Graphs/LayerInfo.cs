namespace Fovea.Inference;

/// <summary>The description of one layer: a node output that depends on the model's input.</summary>
public sealed record LayerInfo
{
    /// <summary>The ONNX value name: the layer's id.</summary>
    public required string Name { get; init; }

    /// <summary>The ONNX node name, if the node has one.</summary>
    public string? Node { get; init; }

    /// <summary>The ONNX operator.</summary>
    public required string Operator { get; init; }

    /// <summary>The element type of the output.</summary>
    public required ElementType ElementType { get; init; }

    /// <summary>The output's shape for the described input shapes.</summary>
    public required Shape Shape { get; init; }

    /// <summary>
    /// If the output's 8-bit integers stand for real numbers, (integer - <see cref="ZeroPoint"/>) * scale with one constant scale: the
    /// scale; else null.
    /// </summary>
    public float? Scale { get; init; }

    /// <summary>The integer that stands for 0, if there is a <see cref="Scale"/>; else null.</summary>
    public int? ZeroPoint { get; init; }

    /// <summary>
    /// Whether the step that computes the layer, on its own or fused, reads 8-bit integers and computes with integers. Steps that only
    /// make integers of real numbers, or real numbers of integers, do not.
    /// </summary>
    public bool UsesIntegers { get; init; }

    /// <summary>
    /// Why the layer is computed with real numbers, and what to do about it, if it stands between quantised tensors or multiplies some;
    /// else null.
    /// </summary>
    public string? WhyNotIntegers { get; init; }

    /// <summary>
    /// The window's extents per spatial axis, for operators with a sliding window; else null. The same applies to stride, padding and
    /// dilation.
    /// </summary>
    public IReadOnlyList<int>? Kernel { get; init; }

    /// <summary>The window's stride per spatial axis.</summary>
    public IReadOnlyList<int>? Stride { get; init; }

    /// <summary>The padding as in ONNX: the begins of all spatial axes, then the ends, with auto_pad resolved.</summary>
    public IReadOnlyList<int>? Padding { get; init; }

    /// <summary>The distance between the window's taps per spatial axis.</summary>
    public IReadOnlyList<int>? Dilation { get; init; }

    /// <summary>The number of channel groups, for convolutions.</summary>
    public int? Groups { get; init; }

    /// <summary>The number of trained values that this node reads.</summary>
    public long Parameters { get; init; }

    /// <summary>Multiply-accumulate operations for the described input shapes; null if the operator has none.</summary>
    public long? MultiplyAdds { get; init; }

    /// <summary>
    /// The part of the input image that one output element depends on; null if it is not a window, for example after Flatten.
    /// </summary>
    public ReceptiveField? ReceptiveField { get; init; }

    /// <summary>
    /// The layers and inputs whose elements the layer reads, each once, in the order of the node's inputs. Values that are no layers, such
    /// as shapes that are computed from others, stand for what they are made of.
    /// </summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The layer that the optimised plan fuses this one into; null if it is computed on its own.</summary>
    public string? FusedInto { get; init; }
}

/// <summary>
/// The receptive field of a layer, per spatial axis (height, width), in pixels of the network's input: output element i depends on the
/// pixels [Start + i * Jump, Start + i * Jump + Size). Size is the largest over all paths from the input. Formulas: Araujo, Norris, Sim,
/// "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.
/// </summary>
public sealed record ReceptiveField(IReadOnlyList<double> Size, IReadOnlyList<double> Jump, IReadOnlyList<double> Start);
