using Fovea.Kernels.Pooling;

namespace Fovea.Kernels.Quantized;

/// <summary>Images of bytes and their means.</summary>
internal struct BytePoolingArguments
{
    /// <summary>The images, the output, and how padding counts.</summary>
    public PoolingArguments Pooling;

    /// <summary>The zero point of the input.</summary>
    public float InputZero;

    /// <summary>The scale of the input.</summary>
    public float InputScale;

    /// <summary>The scale of the output.</summary>
    public float OutputScale;

    /// <summary>The zero point of the output.</summary>
    public float OutputZero;

    /// <summary>The least value of the type minus the output's zero point.</summary>
    public float Min;

    /// <summary>The largest value of the type minus the output's zero point.</summary>
    public float Max;
}
