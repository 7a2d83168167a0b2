using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// The transforms of F(4x4, 3x3) for one vector of channels, with the sums of both axes in registers: one or two lines of the result at a
/// time, for which all columns are transformed first. A line takes 6 registers and two take 12, so nothing goes through memory between the
/// axes; some inputs are loaded twice instead. Sums and their order are those of <see cref="WinogradFourThree{TSimd, TVec}"/> applied to
/// the columns, then to the lines.
/// </summary>
internal static unsafe class WinogradSquare<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>6x6 pixels to 36 positions.</summary>
    /// <param name="from">The first pixel.</param>
    /// <param name="line">Floats from a line to the next.</param>
    /// <param name="pixel">Floats from a pixel to the next.</param>
    /// <param name="to">The first position.</param>
    /// <param name="plane">Floats from a position to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* from, nint line, nint pixel, float* to, nint plane)
    {
        nint pixels = 3 * pixel;
        InputEnd(from, 2 * line, pixel, pixels, to, plane);
        InputPair(from + line, line, pixel, pixels, to + (6 * plane), plane, twos: false);
        InputPair(from + line, line, pixel, pixels, to + (18 * plane), plane, twos: true);
        InputEnd(from + line, 2 * line, pixel, pixels, to + (30 * plane), plane);
    }

    /// <summary>36 positions to 4x4 pixels, of which those outside the output are not written.</summary>
    /// <param name="from">The first position.</param>
    /// <param name="plane">Floats from a position to the next.</param>
    /// <param name="target">Where the pixels go.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint plane, in WinogradPixels<TSimd, TVec> target)
    {
        nint line = 6 * plane;
        OutputSums(from, line, out TVec a0, out TVec c0);
        OutputSums(from + plane, line, out TVec a1, out TVec c1);
        OutputSums(from + (2 * plane), line, out TVec a2, out TVec c2);
        OutputSums(from + (3 * plane), line, out TVec a3, out TVec c3);
        OutputSums(from + (4 * plane), line, out TVec a4, out TVec c4);
        OutputSums(from + (5 * plane), line, out TVec a5, out TVec c5);
        OutputLine(a0, a1, a2, a3, a4, a5, 0, in target);
        OutputLine(c0, c1, c2, c3, c4, c5, 2, in target);
        OutputDifferences(from, line, out a0, out c0);
        OutputDifferences(from + plane, line, out a1, out c1);
        OutputDifferences(from + (2 * plane), line, out a2, out c2);
        OutputDifferences(from + (3 * plane), line, out a3, out c3);
        OutputDifferences(from + (4 * plane), line, out a4, out c4);
        OutputDifferences(from + (5 * plane), line, out a5, out c5);
        OutputLine(a0, a1, a2, a3, a4, a5, 1, in target);
        OutputLine(c0, c1, c2, c3, c4, c5, 3, in target);
    }

    // Lines 0, 2 and 4, or 1, 3 and 5: a step of two lines.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputEnd(float* from, nint step, nint pixel, nint pixels, float* to, nint plane)
    {
        float* right = from + pixels;
        TVec c0 = ColumnEnd(from, step), c1 = ColumnEnd(from + pixel, step), c2 = ColumnEnd(from + (2 * pixel), step);
        TVec c3 = ColumnEnd(right, step), c4 = ColumnEnd(right + pixel, step), c5 = ColumnEnd(right + (2 * pixel), step);
        WinogradInputs<TSimd, TVec>.Six(c0, c1, c2, c3, c4, c5, to, plane);
    }

    // Two lines, of the points +-1 or +-2; which ones is a constant to the compiler.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputPair(float* from, nint line, nint pixel, nint pixels, float* to, nint plane, bool twos)
    {
        float* right = from + pixels;
        ColumnPair(from, line, twos, out TVec p0, out TVec m0);
        ColumnPair(from + pixel, line, twos, out TVec p1, out TVec m1);
        ColumnPair(from + (2 * pixel), line, twos, out TVec p2, out TVec m2);
        ColumnPair(right, line, twos, out TVec p3, out TVec m3);
        ColumnPair(right + pixel, line, twos, out TVec p4, out TVec m4);
        ColumnPair(right + (2 * pixel), line, twos, out TVec p5, out TVec m5);
        WinogradInputs<TSimd, TVec>.Six(p0, p1, p2, p3, p4, p5, to, plane);
        WinogradInputs<TSimd, TVec>.Six(m0, m1, m2, m3, m4, m5, to + (6 * plane), plane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ColumnEnd(float* from, nint step) =>
        WinogradInputs<TSimd, TVec>.SixEnd(TSimd.Load(from), TSimd.Load(from + step), TSimd.Load(from + (2 * step)));

    // From line 1 to line 4 of a column.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ColumnPair(float* from, nint line, bool twos, out TVec plus, out TVec minus)
    {
        float* third = from + (2 * line);
        TVec d1 = TSimd.Load(from), d2 = TSimd.Load(from + line), d3 = TSimd.Load(third), d4 = TSimd.Load(third + line);
        if (twos)
            WinogradInputs<TSimd, TVec>.SixTwos(d1, d2, d3, d4, out plus, out minus);
        else
            WinogradInputs<TSimd, TVec>.SixOnes(d1, d2, d3, d4, out plus, out minus);
    }

    // Lines 0 and 2 of a column of products.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputSums(float* from, nint line, out TVec first, out TVec third)
    {
        TVec ones = TSimd.Add(TSimd.Load(from + line), TSimd.Load(from + (2 * line)));
        TVec twos = TSimd.Add(TSimd.Load(from + (3 * line)), TSimd.Load(from + (4 * line)));
        WinogradOutputs<TSimd, TVec>.SixEven(TSimd.Load(from), ones, twos, out first, out third);
    }

    // Lines 1 and 3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputDifferences(float* from, nint line, out TVec second, out TVec fourth)
    {
        TVec ones = TSimd.Subtract(TSimd.Load(from + line), TSimd.Load(from + (2 * line)));
        TVec twos = TSimd.Subtract(TSimd.Load(from + (3 * line)), TSimd.Load(from + (4 * line)));
        WinogradOutputs<TSimd, TVec>.SixOdd(ones, twos, TSimd.Load(from + (5 * line)), out second, out fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputLine(
        TVec m0, TVec m1, TVec m2, TVec m3, TVec m4, TVec m5, int line, in WinogradPixels<TSimd, TVec> target)
    {
        if (line >= target.Lines)
            return;
        WinogradOutputs<TSimd, TVec>.SixEven(m0, TSimd.Add(m1, m2), TSimd.Add(m3, m4), out TVec first, out TVec third);
        WinogradOutputs<TSimd, TVec>.SixOdd(TSimd.Subtract(m1, m2), TSimd.Subtract(m3, m4), m5, out TVec second, out TVec fourth);
        target.Write(line, 0, first);
        target.Write(line, 1, second);
        target.Write(line, 2, third);
        target.Write(line, 3, fourth);
    }
}
