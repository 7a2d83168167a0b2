namespace Fovea.Kernels.Elementwise;

/// <summary>The comparisons of two elements. Each is false where one of them is NaN.</summary>
internal enum CompareKind
{
    Equal,

    Less,

    LessOrEqual,

    Greater,

    GreaterOrEqual,
}
