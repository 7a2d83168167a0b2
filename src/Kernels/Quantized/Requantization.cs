namespace Fovea.Kernels.Quantized;

/// <summary>How sums of products of bytes become results; one scale and one offset per column.</summary>
internal unsafe struct Requantization
{
    /// <summary>What the result is.</summary>
    public ByteResult Result;

    /// <summary>What each sum is multiplied by, padded to whole vectors; unused for <see cref="ByteResult.Int32"/>.</summary>
    public float* Scales;

    /// <summary>What is added to a scaled sum, padded to whole vectors; only for <see cref="ByteResult.Float32"/>.</summary>
    public float* Offsets;

    /// <summary>
    /// The lower bound of a scaled sum: the least byte, or the lower bound of an activation, minus <see cref="Zero"/>; of floats, with
    /// their offset: that of an activation, or -infinity.
    /// </summary>
    public float Low;

    /// <summary>The upper bound, likewise.</summary>
    public float High;

    /// <summary>The zero point of the result; unused for floats.</summary>
    public int Zero;
}
