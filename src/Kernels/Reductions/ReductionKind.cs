namespace Fovea.Kernels.Reductions;

/// <summary>The function that reduces several values to one.</summary>
internal enum ReductionKind
{
    Sum,

    Mean,

    Max,

    Min,

    /// <summary>The product.</summary>
    Prod,

    /// <summary>The sum of magnitudes.</summary>
    L1,

    /// <summary>The root of the sum of squares.</summary>
    L2,

    /// <summary>The logarithm of the sum.</summary>
    LogSum,

    /// <summary>The logarithm of the sum of exponentials.</summary>
    LogSumExp,

    /// <summary>The sum of squares.</summary>
    SumSquare,
}
