using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// The traversal of an element-wise step: the innermost two loops are the rows and columns that a kernel takes at once, the outer ones
/// are walked here. Workers share the outermost loop of all.
/// </summary>
internal readonly struct ElementwiseLoop
{
    private readonly long[] _extents;
    private readonly long[][] _strides;

    /// <param name="shape">The output's shape.</param>
    /// <param name="operands">The output first, then the inputs expanded to its shape.</param>
    public ElementwiseLoop(Shape shape, params View[] operands)
    {
        var loop = new StridedLoop(shape.Dimensions, [.. operands.Select(o => o.Strides)]);
        _extents = loop.Extents;
        _strides = loop.Strides;
        Elements = loop.Elements;

        // One long row is cut into pieces so that workers can share it; pieces are whole cache lines of every operand.
        if (_extents is [1, > 4096] && Elements % 64 == 0)
        {
            long columns = Elements % 1024 == 0 ? 1024 : 64;
            _extents = [Elements / columns, columns];
            foreach (long[] strides in _strides)
                strides[0] = strides[1] * columns;
        }
    }

    public long Elements { get; }

    public long Columns => _extents[^1];

    public long RowStride(int operand) => _strides[operand][^2];

    /// <summary>Elements between the columns of an operand: kernels take 1 and, for inputs, 0.</summary>
    public long ColumnStride(int operand) => _strides[operand][^1];

    /// <summary>Where in each operand a block begins, in elements.</summary>
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

    /// <summary>The rows of every block that belong to this part: all of them unless the single block is shared.</summary>
    public (long First, long Last) Rows(int part, int parts) =>
        _extents.Length == 2 ? Partition.Of(_extents[0], part, parts) : (0, _extents[^2]);

    /// <summary>The blocks that this part walks: where there is one block, every part walks it and takes its own rows.</summary>
    public (long First, long Last) Blocks(int part, int parts)
    {
        if (_extents.Length == 2)
            return (0, 1);
        long blocks = 1;
        for (int i = 0; i < _extents.Length - 2; i++)
            blocks *= _extents[i];
        return Partition.Of(blocks, part, parts);
    }
}
