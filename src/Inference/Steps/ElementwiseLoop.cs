using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// The loops of an element-wise step: a kernel call covers the innermost two as rows and columns, and the outer ones are iterated here.
/// Threads share the outermost loop.
/// </summary>
internal readonly struct ElementwiseLoop
{
    private readonly long[] _extents;
    private readonly long[][] _strides;

    /// <param name="shape">The output's shape.</param>
    /// <param name="operands">The output first, then the inputs expanded to its shape.</param>
    public ElementwiseLoop(Shape shape, params View[] operands) : this(shape, repeats: true, operands)
    {
    }

    /// <param name="shape">The output's shape.</param>
    /// <param name="repeats">Whether the kernel takes one element for all columns of an input (a stride of 0).</param>
    /// <param name="operands">The output first, then the inputs expanded to its shape.</param>
    public ElementwiseLoop(Shape shape, bool repeats, params View[] operands)
    {
        var loop = new StridedLoop(shape.Dimensions, [.. operands.Select(o => o.Strides)]);
        _extents = loop.Extents;
        _strides = loop.Strides;
        Elements = loop.Elements;

        if (!HasColumns(repeats))
        {
            // Columns of single elements: every kernel can take them, whatever the distance between them.
            _extents = [.. _extents, 1];
            for (int operand = 0; operand < _strides.Length; operand++)
                _strides[operand] = [.. _strides[operand], 1];
            return;
        }

        IsContiguous = true;
        // One long row is cut into several, so that threads can share it; each is a whole number of cache lines of every operand.
        if (_extents is [1, > 4096] && Elements % 64 == 0)
        {
            long columns = Elements % 1024 == 0 ? 1024 : 64;
            _extents = [Elements / columns, columns];
            foreach (long[] strides in _strides)
                strides[0] = strides[1] * columns;
        }
    }

    public long Elements { get; }

    /// <summary>
    /// Whether the columns of every operand are contiguous, or repeat one element; else each column is a single element, which takes much
    /// longer.
    /// </summary>
    public bool IsContiguous { get; }

    public long Columns => _extents[^1];

    public long RowStride(int operand) => _strides[operand][^2];

    /// <summary>Elements between the columns of an operand: kernels support 1 and, for inputs, 0.</summary>
    public long ColumnStride(int operand) => _strides[operand][^1];

    /// <summary>The offset of a block in an operand, in elements.</summary>
    public long Offset(int operand, long block)
    {
        long offset = 0;
        for (int i = _extents.Length - 3; i >= 0; i--)
        {
            offset += block % _extents[i] * _strides[operand][i];
            block /= _extents[i];
        }

        return offset;
    }

    /// <summary>
    /// The rows of every block that belong to this part: all rows, unless there is a single block, which the parts share.
    /// </summary>
    public (long First, long Last) Rows(int part, int parts) =>
        _extents.Length == 2 ? Partition.Of(_extents[0], part, parts) : (0, _extents[^2]);

    /// <summary>The blocks of this part. If there is only one block, it belongs to every part, and each part takes its own rows.</summary>
    public (long First, long Last) Blocks(int part, int parts)
    {
        if (_extents.Length == 2)
            return (0, 1);
        long blocks = 1;
        for (int i = 0; i < _extents.Length - 2; i++)
            blocks *= _extents[i];
        return Partition.Of(blocks, part, parts);
    }

    private bool HasColumns(bool repeats)
    {
        for (int operand = 0; operand < _strides.Length; operand++)
        {
            if (ColumnStride(operand) != 1 && !(ColumnStride(operand) == 0 && operand > 0 && repeats) && Columns != 1)
                return false;
        }

        return true;
    }
}
