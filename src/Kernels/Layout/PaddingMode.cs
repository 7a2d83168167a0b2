namespace Fovea.Kernels.Layout;

/// <summary>What the padding of an axis consists of (ONNX Pad).</summary>
internal enum PaddingMode
{
    Constant,

    /// <summary>The elements mirrored at the first and at the last one.</summary>
    Reflect,

    /// <summary>The first or the last element again and again.</summary>
    Edge,

    /// <summary>The elements again from the other end.</summary>
    Wrap,
}
