using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>
/// Addresses of GatherElements and ScatterElements: each element of the indices, at its own coordinates, names the coordinate along one
/// axis of the data.
/// </summary>
internal readonly struct AxisIndexLoop
{
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly int _axis;

    /// <param name="data">The data, plain.</param>
    /// <param name="indices">The indices, plain, with the rank of the data and at least one axis.</param>
    /// <param name="axis">The axis that the indices name coordinates of.</param>
    public AxisIndexLoop(View data, View indices, int axis)
    {
        _shape = [.. indices.Shape];
        _strides = data.Strides;
        _axis = axis;
        Extent = data.Shape[axis];
        Columns = _shape[^1];
        Rows = Columns == 0 ? 0 : indices.Shape.ElementCount / Columns;
    }

    /// <summary>The extent of the axis.</summary>
    public long Extent { get; }

    /// <summary>Rows of indices, each along the last axis.</summary>
    public long Rows { get; }

    public long Columns { get; }

    /// <summary>Elements of the data between two coordinates along the axis.</summary>
    public long AxisStride => _strides[_axis];

    /// <summary>Elements of the data between the columns of a row, besides what the indices add.</summary>
    public long ColumnStride => _axis == _shape.Length - 1 ? 0 : 1;

    /// <summary>Where a row begins in the data, besides what the indices add.</summary>
    public long Offset(long row)
    {
        long offset = 0;
        for (int axis = _shape.Length - 2; axis >= 0; axis--)
        {
            if (axis != _axis)
                offset += row % _shape[axis] * _strides[axis];
            row /= _shape[axis];
        }

        return offset;
    }
}
