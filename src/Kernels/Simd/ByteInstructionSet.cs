namespace Fovea.Kernels.Simd;

/// <summary>How products of bytes are added up.</summary>
internal enum ByteInstructionSet
{
    /// <summary>One sum at a time: <see cref="ScalarProducts{TByte}"/>.</summary>
    Scalar,

    /// <summary><see cref="PairProducts128{TByte}"/>.</summary>
    Pairs128,

    /// <summary><see cref="DotProducts128{TByte}"/>.</summary>
    Dot128,

    /// <summary><see cref="PairProducts256{TByte}"/>.</summary>
    Pairs256,

    /// <summary><see cref="PairProducts512{TByte}"/>.</summary>
    Pairs512,

    /// <summary><see cref="VnniProducts256{TByte}"/>.</summary>
    Vnni256,
}
