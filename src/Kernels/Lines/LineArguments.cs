namespace Fovea.Kernels.Lines;

/// <summary>
/// The lines along one axis of a dense tensor [outer, extent, inner], of one element type: line <c>l</c> begins at element
/// <c>(l / inner) * extent * inner + l % inner</c>, and its elements are <c>inner</c> apart. void pointers point to elements of the type.
/// </summary>
internal unsafe struct LineArguments
{
    /// <summary>The operand.</summary>
    public void* X;

    /// <summary>The result in the type of the operand, dense as [outer, results per line, inner]; null if there is none.</summary>
    public void* Y;

    /// <summary>Positions along the axis, dense as [outer, results per line, inner]; null if there are none.</summary>
    public long* Indices;

    /// <summary>Elements per line.</summary>
    public long Extent;

    /// <summary>Elements between two elements of a line.</summary>
    public long Inner;

    /// <summary>Results per line.</summary>
    public long Results;

    /// <summary>The lines [FirstLine, LastLine).</summary>
    public long FirstLine;

    public long LastLine;

    /// <summary>Room for <see cref="Results"/> positions.</summary>
    public long* Scratch;

    /// <summary>The offset of a line's first operand.</summary>
    public readonly long Start(long line) => (line / Inner * Extent * Inner) + (line % Inner);

    /// <summary>The offset of a line's first result.</summary>
    public readonly long Target(long line) => (line / Inner * Results * Inner) + (line % Inner);
}
