namespace Fovea.Kernels.Elementwise;

/// <summary>The functions of two elements of one type that have kernels.</summary>
internal enum BinaryKind
{
    Add,

    Sub,

    Mul,

    /// <summary>a / b; integers are divided towards zero.</summary>
    Div,

    /// <summary>The smaller one; NaN if b is NaN. What applies a bound a to b.</summary>
    Min,

    /// <summary>The larger one; NaN if b is NaN.</summary>
    Max,

    /// <summary>The smaller one; NaN if one of them is NaN.</summary>
    Minimum,

    /// <summary>The larger one; NaN if one of them is NaN.</summary>
    Maximum,

    /// <summary>a^b, each element by the platform's scalar function.</summary>
    Pow,

    /// <summary>a for a >= 0, else a * b.</summary>
    PRelu,

    /// <summary>a where b > 0, else 0: the gradient of Relu, for the gradient a of its result b.</summary>
    ReluGrad,

    /// <summary>The remainder of a division towards negative infinity, which has the sign of b.</summary>
    Mod,

    /// <summary>The remainder of a division towards zero, which has the sign of a.</summary>
    Fmod,
}
