namespace Fovea.Kernels.Reductions;

/// <summary>The function that reduces several values to one.</summary>
internal enum ReductionKind
{
    Sum,

    Mean,

    Max,

    Min,
}
