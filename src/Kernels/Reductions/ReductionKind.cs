namespace Fovea.Kernels.Reductions;

/// <summary>How many values become one.</summary>
internal enum ReductionKind
{
    Sum,

    Mean,

    Max,

    Min,
}
