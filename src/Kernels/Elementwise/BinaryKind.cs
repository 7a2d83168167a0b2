namespace Fovea.Kernels.Elementwise;

/// <summary>The binary functions that have kernels.</summary>
internal enum BinaryKind
{
    Add,

    Sub,

    Mul,

    Div,

    Min,

    Max,

    /// <summary>a^b, each element by the platform's scalar function.</summary>
    Pow,

    /// <summary>a for a >= 0, else a * b.</summary>
    PRelu,
}
