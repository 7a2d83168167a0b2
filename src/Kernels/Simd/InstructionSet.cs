namespace Fovea.Inference;

/// <summary>The widest vectors that kernels use.</summary>
public enum InstructionSet
{
    /// <summary>No vectors: plain multiply and add.</summary>
    Scalar,

    /// <summary>128-bit vectors (SSE4 without fused multiply-add, or NEON).</summary>
    Vector128,

    /// <summary>256-bit vectors (AVX2 with FMA).</summary>
    Vector256,

    /// <summary>512-bit vectors (AVX-512).</summary>
    Vector512,
}
