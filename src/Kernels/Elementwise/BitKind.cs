namespace Fovea.Kernels.Elementwise;

/// <summary>The functions of the bits of two integers, or of two booleans.</summary>
internal enum BitKind
{
    And,

    Or,

    Xor,

    /// <summary>a shifted by b bits to higher places; 0 where b is the number of bits or more. Not for booleans.</summary>
    ShiftLeft,

    /// <summary>a shifted by b bits to lower places; 0 where b is the number of bits or more. Not for booleans.</summary>
    ShiftRight,
}
