namespace Fovea.Kernels.Quantized;

/// <summary>What sums of products of bytes become.</summary>
internal enum ByteResult
{
    /// <summary>Bytes: scaled, rounded and clamped.</summary>
    Byte,

    /// <summary>The sums themselves, as 32-bit integers.</summary>
    Int32,

    /// <summary>Floats: scaled, plus an offset.</summary>
    Float32,
}
