namespace Fovea.Kernels.Elementwise;

/// <summary>The questions about one element.</summary>
internal enum TestKind
{
    /// <summary>Whether it is 0; for a boolean, whether it is false.</summary>
    IsZero,

    IsNaN,

    IsInfinite,

    IsPositiveInfinity,

    IsNegativeInfinity,
}
