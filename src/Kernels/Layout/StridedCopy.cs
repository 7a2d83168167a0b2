using System.Runtime.CompilerServices;

namespace Fovea.Kernels.Layout;

/// <summary>A copy between two strided views of the same shape: what transposing, slicing, padding, expanding and changing layout all are.</summary>
internal sealed unsafe class StridedCopy
{
    private readonly long[] _extents;
    private readonly long[] _from;
    private readonly long[] _to;
    private readonly int _elementSize;

    /// <param name="extents">The shape of both views.</param>
    /// <param name="from">The source's strides in elements; 0 repeats, negative runs backwards.</param>
    /// <param name="to">The target's strides in elements.</param>
    /// <param name="elementSize">Bytes per element: 1, 4 or 8.</param>
    public StridedCopy(ReadOnlySpan<long> extents, long[] from, long[] to, int elementSize)
    {
        var loop = new StridedLoop(extents, to, from);
        _elementSize = elementSize;
        _extents = loop.Extents;
        _to = loop.Strides[0];
        _from = loop.Strides[1];
        Elements = loop.Elements;
    }

    /// <summary>The number of elements copied.</summary>
    public long Elements { get; }

    /// <summary>Copies this worker's part; parts cut the outermost dimension.</summary>
    public void Run(void* source, void* target, int part, int parts)
    {
        if (Elements == 0)
            return;
        (long first, long last) = Partition.Of(_extents[0], part, parts);
        byte* from = (byte*)source + (first * _from[0] * _elementSize);
        byte* to = (byte*)target + (first * _to[0] * _elementSize);
        Walk(0, last - first, from, to);
    }

    private void Walk(int depth, long count, byte* source, byte* target)
    {
        int left = _extents.Length - depth;
        if (left == 2 && _elementSize == 4 && _to[depth + 1] == 1 && _from[depth] == 1)
        {
            Transpose((float*)source, (float*)target, count, _extents[depth + 1], _from[depth + 1], _to[depth]);
            return;
        }

        if (left == 1)
        {
            Line(source, target, count, _from[depth], _to[depth]);
            return;
        }

        for (long i = 0; i < count; i++)
            Walk(depth + 1, _extents[depth + 1], source + (i * _from[depth] * _elementSize), target + (i * _to[depth] * _elementSize));
    }

    private void Line(byte* source, byte* target, long count, long from, long to)
    {
        if (from == 1 && to == 1)
        {
            System.Buffer.MemoryCopy(source, target, count * _elementSize, count * _elementSize);
            return;
        }

        switch (_elementSize)
        {
            case 4:
                for (long i = 0; i < count; i++)
                    ((int*)target)[i * to] = ((int*)source)[i * from];
                break;
            case 8:
                for (long i = 0; i < count; i++)
                    ((long*)target)[i * to] = ((long*)source)[i * from];
                break;
            default:
                for (long i = 0; i < count; i++)
                    target[i * to] = source[i * from];
                break;
        }
    }

    // The source runs along the outer of the last two dimensions, the target along the inner: squares of 16 x 16 floats keep both
    // sides within whole cache lines.
    private static void Transpose(float* source, float* target, long rows, long columns, long from, long to)
    {
        if (columns == 3)
        {
            Interleave(source, source + from, source + (2 * from), target, rows, to);
            return;
        }

        const int Square = 16;
        for (long row = 0; row < rows; row += Square)
        {
            long lastRow = Math.Min(rows, row + Square);
            for (long column = 0; column < columns; column += Square)
            {
                long lastColumn = Math.Min(columns, column + Square);
                for (long r = row; r < lastRow; r++)
                {
                    float* write = target + (r * to);
                    float* read = source + r;
                    for (long c = column; c < lastColumn; c++)
                        write[c] = read[c * from];
                }
            }
        }
    }

    // Planes of red, green and blue to pixels.
    private static void Interleave(float* red, float* green, float* blue, float* target, long pixels, long to)
    {
        for (long i = 0; i < pixels; i++, target += to)
        {
            target[0] = red[i];
            target[1] = green[i];
            target[2] = blue[i];
        }
    }
}
