using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>
/// Addresses of GatherND and ScatterND: tuples of indices name the coordinates along the leading axes of the data, behind the batch axes
/// that data and indices share; a block is what lies behind a tuple.
/// </summary>
internal readonly struct TupleIndexLoop
{
    private readonly long[] _extents;
    private readonly long[] _strides;
    private readonly long _perBatch;
    private readonly long _batchStride;

    /// <param name="data">The data, plain.</param>
    /// <param name="indices">The tuples along the last axis, plain.</param>
    /// <param name="batchAxes">Leading axes that both share.</param>
    public TupleIndexLoop(View data, View indices, int batchAxes)
    {
        Length = (int)indices.Shape[-1];
        _extents = [.. data.Shape.Skip(batchAxes).Take(Length)];
        _strides = data.Strides[batchAxes..(batchAxes + Length)];
        Tuples = indices.Shape.SkipLast(1).Aggregate(1L, (a, b) => a * b);
        long batches = data.Shape.Take(batchAxes).Aggregate(1L, (a, b) => a * b);
        _perBatch = Math.Max(1, Tuples / Math.Max(1, batches));
        _batchStride = data.Shape.Skip(batchAxes).Aggregate(1L, (a, b) => a * b);
        Block = data.Shape.Skip(batchAxes + Length).Aggregate(1L, (a, b) => a * b);
    }

    /// <summary>Indices per tuple.</summary>
    public int Length { get; }

    public long Tuples { get; }

    /// <summary>Elements behind a tuple.</summary>
    public long Block { get; }

    /// <summary>The offset of a tuple's block in the data, in elements.</summary>
    /// <exception cref="InvalidInputException">An index is outside its axis.</exception>
    public unsafe long Offset(long* indices, long tuple)
    {
        long offset = tuple / _perBatch * _batchStride;
        for (int i = 0; i < Length; i++)
            offset += ElementMove.Position(indices[(tuple * Length) + i], _extents[i]) * _strides[i];
        return offset;
    }
}
