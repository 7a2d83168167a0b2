namespace Fovea.Kernels.Resampling;

/// <summary>Weighted sums along one axis, for a matrix of columns beside it.</summary>
internal unsafe struct ResampleArguments
{
    /// <summary>The original elements.</summary>
    public void* X;

    /// <summary>The result.</summary>
    public void* Y;

    /// <summary>For each position its first element of the original and the number of its weights, 0 if it is outside.</summary>
    public long* Elements;

    /// <summary>Weights of the elements' type, <see cref="Taps"/> for each position.</summary>
    public void* Weights;

    /// <summary>Weights per position in memory; those after a position's own are unused.</summary>
    public int Taps;

    /// <summary>The first position to compute.</summary>
    public long First;

    /// <summary>The position after the last.</summary>
    public long Last;

    /// <summary>Elements of the original from one position along the axis to the next.</summary>
    public long XAxis;

    /// <summary>Elements of the result from one position along the axis to the next.</summary>
    public long YAxis;

    public long Columns;

    /// <summary>Elements of the original from one column to the next.</summary>
    public long XColumn;

    /// <summary>Elements of the result from one column to the next.</summary>
    public long YColumn;

    /// <summary>The value of positions outside.</summary>
    public double Outside;
}
