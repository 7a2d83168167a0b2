using System.Buffers;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;

namespace Fovea.Imaging.Resizing;

/// <summary>OpenCV's resize to a smaller image of bytes by the means of areas.</summary>
/// <remarks>
/// Facts of OpenCV 4 (modules/imgproc/src/resize.cpp): where both scales are whole numbers, integers are added up, of 2 x 2 pixels with a
/// shift, else times the float of 1 / area. Where they are not, parts of pixels count in float: first along the row, in order, then rows.
/// </remarks>
internal static class OpenCvArea
{
    // A smaller part of a pixel does not count.
    private const double LeastPart = 1e-3;

    // DBL_EPSILON of C.
    private const double Rounding = 1.0 / (1L << 52);

    /// <summary>Whether both scales are whole numbers; they are given.</summary>
    public static bool AreWhole(PixelRows source, int width, int height, out int across, out int down)
    {
        (double x, double y) = (OpenCvAxis.Scale(source.Width, width), OpenCvAxis.Scale(source.Height, height));
        (across, down) = ((int)Math.Round(x), (int)Math.Round(y));
        return Math.Abs(x - across) < Rounding && Math.Abs(y - down) < Rounding;
    }

    /// <summary>Resizes an image by whole numbers and crops it.</summary>
    public static void RunWhole<TSink>(PixelRows source, int across, int down, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        int pixelBytes = source.PixelBytes;
        byte[] rented = ArrayPool<byte>.Shared.Rent(columns.Count * pixelBytes);
        Span<byte> result = rented.AsSpan(0, columns.Count * pixelBytes);
        float scale = 1f / (across * down);
        for (int i = 0; i < rows.Count; i++)
        {
            for (int j = 0; j < columns.Count * pixelBytes; j++)
            {
                int first = (columns.First + j / pixelBytes) * across * pixelBytes + j % pixelBytes, sum = 0;
                for (int y = 0; y < down; y++)
                {
                    ReadOnlySpan<byte> row = source.Row((rows.First + i) * down + y);
                    for (int x = 0; x < across; x++)
                        sum += row[first + x * pixelBytes];
                }

                result[j] = (across, down) == (2, 2) ? (byte)((sum + 2) >> 2) : ToByte(sum * scale);
            }

            sink.WriteRow(result, columns.Offset, rows.Offset + i);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Resizes an image to a smaller one and crops it.</summary>
    public static void Run<TSink>(PixelRows source, int width, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        int pixelBytes = source.PixelBytes, length = columns.Count * pixelBytes;
        float[] rented = ArrayPool<float>.Shared.Rent(2 * length);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        Span<float> line = rented.AsSpan(0, length), sum = rented.AsSpan(length, length);
        (double across, double down) = (OpenCvAxis.Scale(source.Width, width), OpenCvAxis.Scale(source.Height, height));
        for (int i = 0; i < rows.Count; i++)
        {
            sum.Clear();
            bool isFirst = true;
            foreach ((int row, float part) in new Parts(source.Height, down, rows.First + i))
            {
                for (int j = 0; j < columns.Count; j++)
                    AddAlong(source.Row(row), pixelBytes, new Parts(source.Width, across, columns.First + j), line[(j * pixelBytes)..]);
                for (int j = 0; j < length; j++)
                    sum[j] = isFirst ? part * line[j] : sum[j] + part * line[j];
                isFirst = false;
            }

            for (int j = 0; j < length; j++)
                bytes[j] = ToByte(sum[j]);
            sink.WriteRow(bytes.AsSpan(0, length), columns.Offset, rows.Offset + i);
        }

        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<float>.Shared.Return(rented);
    }

    private static void AddAlong(ReadOnlySpan<byte> row, int pixelBytes, Parts parts, Span<float> result)
    {
        result[..pixelBytes].Clear();
        foreach ((int column, float part) in parts)
        {
            for (int channel = 0; channel < pixelBytes; channel++)
                result[channel] += row[column * pixelBytes + channel] * part;
        }
    }

    private static byte ToByte(float value) => (byte)Math.Clamp((int)MathF.Round(value), 0, 255);

    /// <summary>The input positions that one output is made of, with the part of the output that each has.</summary>
    private ref struct Parts(int from, double scale, int output)
    {
        private readonly double _begin = output * scale;
        private int _next = int.MinValue;
        private int _last;

        public readonly Parts GetEnumerator() => this;

        public (int Position, float Part) Current { get; private set; }

        public bool MoveNext()
        {
            double end = _begin + scale, cell = Math.Min(scale, from - _begin);
            if (_next == int.MinValue)
            {
                _last = Math.Min((int)Math.Floor(end), from - 1);
                _next = Math.Min((int)Math.Ceiling(_begin), _last);
                if (_next - _begin > LeastPart)
                {
                    Current = (_next - 1, (float)((_next - _begin) / cell));
                    return true;
                }
            }

            if (_next < _last)
            {
                Current = (_next++, (float)(1.0 / cell));
                return true;
            }

            if (_next++ > _last || end - _last <= LeastPart)
                return false;
            Current = (_last, (float)(Math.Min(Math.Min(end - _last, 1.0), cell) / cell));
            return true;
        }
    }
}
