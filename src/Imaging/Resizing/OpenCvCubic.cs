using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;

namespace Fovea.Imaging.Resizing;

/// <summary>OpenCV's bicubic resize of bytes, without antialiasing.</summary>
/// <remarks>
/// Facts of OpenCV 4 (modules/imgproc/src/resize.cpp): rows are interpolated in fixed point with 11 bits. Four of them are added up in
/// float, eight values at a time (VResizeCubicVec_32s8u); the values of a row that are left over, fewer than eight, in integers
/// (FixedPtCast). A row of colours has three values a pixel there.
/// </remarks>
internal static class OpenCvCubic
{
    private const int Colours = 3;

    // Values that OpenCV computes together.
    private const int Together = 8;

    private const int Bits = 22;

    /// <summary>Resizes an image and crops it.</summary>
    public static void Run<TSink>(PixelRows source, int width, int height, CropWindow columns, CropWindow rows, TSink sink)
        where TSink : IPixelRowSink, allows ref struct
    {
        using OpenCvCubicAxis x = OpenCvCubicAxis.Rent(source.Width, width, columns.First, columns.Count);
        using OpenCvCubicAxis y = OpenCvCubicAxis.Rent(source.Height, height, rows.First, rows.Count);
        int length = columns.Count * source.PixelBytes;
        int[] rented = ArrayPool<int>.Shared.Rent(OpenCvCubicAxis.Taps * length);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> result = bytes.AsSpan(0, length);
        // Row r of the source, interpolated, is kept at r % 4.
        Span<int> kept = stackalloc int[OpenCvCubicAxis.Taps];
        kept.Fill(-1);
        int first = FirstInIntegers(width, columns, source.PixelBytes);
        for (int i = 0; i < rows.Count; i++)
        {
            for (int tap = 0; tap < OpenCvCubicAxis.Taps; tap++)
            {
                int row = Row(y.Second[i], tap, source.Height), place = row % OpenCvCubicAxis.Taps;
                if (kept[place] != row)
                    Horizontal(source.Row(kept[place] = row), source.PixelBytes, x, rented.AsSpan(place * length, length));
            }

            var taps = new FourRows(rented, length, y.Second[i], source.Height);
            InFloats(taps, y.Weights(i), result);
            InIntegers(taps, y.Weights(i), first, result);
            sink.WriteRow(result, columns.Offset, rows.Offset + i);
        }

        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<int>.Shared.Return(rented);
    }

    // Rows that count for one output differ by less than 4, so that each has a place of its own.
    private static int Row(int second, int tap, int height) => Math.Clamp(second - 1 + tap, 0, height - 1);

    // The first byte of the crop's rows that has a value which OpenCV computes in integers; all before it are floats.
    private static int FirstInIntegers(int width, CropWindow columns, int pixelBytes)
    {
        int values = pixelBytes == 4 ? Colours : 1;
        int value = width * values / Together * Together - columns.First * values;
        return Math.Clamp(value / values * pixelBytes + value % values, 0, columns.Count * pixelBytes);
    }

    private static void Horizontal(ReadOnlySpan<byte> row, int pixelBytes, OpenCvCubicAxis axis, Span<int> result)
    {
        ReadOnlySpan<int> second = axis.Second;
        if (pixelBytes == 4)
        {
            ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(row);
            for (int i = 0; i < second.Length; i++)
            {
                ReadOnlySpan<int> weights = axis.Weights(i);
                Vector128<int> sum = Vector128<int>.Zero;
                for (int tap = 0; tap < OpenCvCubicAxis.Taps; tap++)
                    sum += Widen(pixels[Math.Clamp(second[i] - 1 + tap, 0, pixels.Length - 1)]) * weights[tap];
                sum.CopyTo(result[(i * 4)..]);
            }

            return;
        }

        for (int i = 0; i < second.Length; i++)
        {
            ReadOnlySpan<int> weights = axis.Weights(i);
            int sum = 0;
            for (int tap = 0; tap < OpenCvCubicAxis.Taps; tap++)
                sum += row[Math.Clamp(second[i] - 1 + tap, 0, row.Length - 1)] * weights[tap];
            result[i] = sum;
        }
    }

    private static Vector128<int> Widen(uint pixel) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte())).AsInt32();

    private static void InFloats(FourRows rows, ReadOnlySpan<int> weights, Span<byte> result)
    {
        const float Scale = 1f / (1 << Bits);
        float w0 = weights[0] * Scale, w1 = weights[1] * Scale, w2 = weights[2] * Scale, w3 = weights[3] * Scale;
        int i = 0;
        for (; i <= result.Length - 4; i += 4)
        {
            // Products and sums are rounded one after the other: no operation of the two together.
            Vector128<float> sum =
                Part(rows.First, i, w0) + (Part(rows.Second, i, w1) + (Part(rows.Third, i, w2) + Part(rows.Fourth, i, w3)));
            Vector128<float> limited = Vector128.Clamp(Vector128.Round(sum), Vector128<float>.Zero, Vector128.Create(255f));
            Vector128<uint> whole = Vector128.ConvertToInt32(limited).AsUInt32();
            Vector128<byte> bytes = Vector128.Narrow(Vector128.Narrow(whole, whole), Vector128<ushort>.Zero);
            MemoryMarshal.Write(result[i..], bytes.AsUInt32().ToScalar());
        }

        for (; i < result.Length; i++)
        {
            float sum = rows.First[i] * w0 + (rows.Second[i] * w1 + (rows.Third[i] * w2 + rows.Fourth[i] * w3));
            result[i] = (byte)Math.Clamp(MathF.Round(sum), 0, byte.MaxValue);
        }

        static Vector128<float> Part(ReadOnlySpan<int> row, int at, float weight) =>
            Vector128.ConvertToSingle(Vector128.Create(row[at..])) * weight;
    }

    private static void InIntegers(FourRows rows, ReadOnlySpan<int> weights, int first, Span<byte> result)
    {
        for (int i = first; i < result.Length; i++)
        {
            int sum = rows.First[i] * weights[0] + rows.Second[i] * weights[1] + rows.Third[i] * weights[2] + rows.Fourth[i] * weights[3];
            result[i] = (byte)Math.Clamp((sum + (1 << (Bits - 1))) >> Bits, 0, byte.MaxValue);
        }
    }

    /// <summary>The interpolated rows that count for one row of the result.</summary>
    /// <param name="kept">Four of them, each in the place that its number modulo 4 gives.</param>
    /// <param name="length">The values of a row.</param>
    /// <param name="second">The number of the second one, which may lie outside.</param>
    /// <param name="height">How many rows there are.</param>
    private readonly ref struct FourRows(ReadOnlySpan<int> kept, int length, int second, int height)
    {
        public ReadOnlySpan<int> First { get; } = Of(kept, length, Row(second, 0, height));

        public ReadOnlySpan<int> Second { get; } = Of(kept, length, Row(second, 1, height));

        public ReadOnlySpan<int> Third { get; } = Of(kept, length, Row(second, 2, height));

        public ReadOnlySpan<int> Fourth { get; } = Of(kept, length, Row(second, 3, height));

        private static ReadOnlySpan<int> Of(ReadOnlySpan<int> kept, int length, int row) =>
            kept.Slice(row % OpenCvCubicAxis.Taps * length, length);
    }
}
