using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Layout;

/// <summary>
/// A copy between two strided views of the same shape; implements transposing, slicing, padding, expanding and changes of memory order.
/// </summary>
internal sealed unsafe class StridedCopy
{
    private const int CacheLine = 64;

    private readonly long[] _extents;
    private readonly long[] _from;
    private readonly long[] _to;
    private readonly int _elementSize;
    private readonly PlaneCopy? _planes;

    /// <param name="extents">The shape of both views.</param>
    /// <param name="from">The source's strides in elements; 0 repeats, negative runs backwards.</param>
    /// <param name="to">The target's strides in elements.</param>
    /// <param name="elementSize">Bytes per element: 1, 2, 4 or 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">Elements have another size.</exception>
    public StridedCopy(ReadOnlySpan<long> extents, long[] from, long[] to, int elementSize)
    {
        if (elementSize is not (1 or 2 or 4 or 8))
            throw new ArgumentOutOfRangeException(nameof(elementSize), elementSize, "Elements have 1, 2, 4 or 8 bytes.");
        var loop = new StridedLoop(extents, to, from);
        _elementSize = elementSize;
        _extents = loop.Extents;
        _to = loop.Strides[0];
        _from = loop.Strides[1];
        Elements = loop.Elements;
        _planes = elementSize == sizeof(uint) ? PlaneCopy.Of(_extents, _from, _to) : null;
    }

    /// <summary>The number of elements copied.</summary>
    public long Elements { get; }

    /// <summary>Copies one part; parts split the outermost dimension, or the pixels of planes.</summary>
    public void Run(void* source, void* target, int part, int parts)
    {
        if (Elements == 0)
            return;
        if (_extents.Length == 2 && _planes != null)
        {
            _planes.Run((float*)source, (float*)target, part, parts);
            return;
        }

        (long first, long last) = Partition.Of(_extents[0], part, parts);
        // Only the size of an element matters, so elements are moved as integers of that size.
        switch (_elementSize)
        {
            case sizeof(byte):
                Run((byte*)source, (byte*)target, first, last);
                break;
            case sizeof(ushort):
                Run((ushort*)source, (ushort*)target, first, last);
                break;
            case sizeof(uint):
                Run((uint*)source, (uint*)target, first, last);
                break;
            default:
                Run((ulong*)source, (ulong*)target, first, last);
                break;
        }
    }

    private void Run<T>(T* source, T* target, long first, long last) where T : unmanaged =>
        Walk(0, last - first, source + (first * _from[0]), target + (first * _to[0]));

    [MethodImpl(Loop.OptimizedAtOnce)]
    private void Walk<T>(int depth, long count, T* source, T* target) where T : unmanaged
    {
        int left = _extents.Length - depth;
        if (left == 3 && _planes != null)
        {
            _planes.Run((float*)source, (float*)target, count, _from[depth], _to[depth]);
            return;
        }

        if (left == 2 && _to[depth + 1] == 1 && _from[depth] == 1)
        {
            Transpose(source, target, count, _extents[depth + 1], _from[depth + 1], _to[depth]);
            return;
        }

        if (left == 1)
        {
            Line(source, target, count, _from[depth], _to[depth]);
            return;
        }

        for (long i = 0; i < count; i++)
            Walk(depth + 1, _extents[depth + 1], source + (i * _from[depth]), target + (i * _to[depth]));
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Line<T>(T* source, T* target, long count, long from, long to) where T : unmanaged
    {
        if (from == 1 && to == 1)
        {
            System.Buffer.MemoryCopy(source, target, count * sizeof(T), count * sizeof(T));
            return;
        }

        for (long i = 0; i < count; i++)
            target[i * to] = source[i * from];
    }

    // The source is contiguous along the outer of the last two dimensions, the target along the inner. Square blocks with sides of one
    // cache line (16 x 16 floats) let both use complete cache lines.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Transpose<T>(T* source, T* target, long rows, long columns, long from, long to) where T : unmanaged
    {
        if (columns == 3)
        {
            Interleave(source, source + from, source + (2 * from), target, rows, to);
            return;
        }

        int square = CacheLine / sizeof(T);
        for (long row = 0; row < rows; row += square)
        {
            long lastRow = Math.Min(rows, row + square);
            for (long column = 0; column < columns; column += square)
            {
                long lastColumn = Math.Min(columns, column + square);
                // Squares of vectors, and what is left at the right of them and below.
                (long vectorRows, long vectorColumns) = (row, column);
                if (sizeof(T) == sizeof(uint) && Square128.IsSupported)
                {
                    vectorRows += (lastRow - row) / Square128.Side * Square128.Side;
                    vectorColumns += (lastColumn - column) / Square128.Side * Square128.Side;
                    for (long r = row; r < vectorRows; r += Square128.Side)
                    {
                        for (long c = column; c < vectorColumns; c += Square128.Side)
                            Square128.Transpose((uint*)(source + r + (c * from)), from, (uint*)(target + (r * to) + c), to);
                    }
                }

                Transpose(source, target, (row, vectorRows), (vectorColumns, lastColumn), from, to);
                Transpose(source, target, (vectorRows, lastRow), (column, lastColumn), from, to);
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Transpose<T>(T* source, T* target, (long From, long To) rows, (long From, long To) columns, long from, long to)
        where T : unmanaged
    {
        for (long r = rows.From; r < rows.To; r++)
        {
            T* write = target + (r * to);
            T* read = source + r;
            for (long c = columns.From; c < columns.To; c++)
                write[c] = read[c * from];
        }
    }

    // Interleaves the planes of red, green and blue to pixels.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Interleave<T>(T* red, T* green, T* blue, T* target, long pixels, long to) where T : unmanaged
    {
        for (long i = 0; i < pixels; i++, target += to)
        {
            target[0] = red[i];
            target[1] = green[i];
            target[2] = blue[i];
        }
    }
}
