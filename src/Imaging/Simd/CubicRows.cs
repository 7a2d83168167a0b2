using Fovea.Imaging.Resampling;

namespace Fovea.Imaging.Simd;

/// <summary>The interpolated rows that count for one row of the result.</summary>
/// <param name="kept">Four of them, each in the place that its number modulo 4 gives.</param>
/// <param name="length">The values of a row.</param>
/// <param name="second">The number of the second one, which may lie outside.</param>
/// <param name="height">How many rows there are.</param>
internal readonly ref struct CubicRows(ReadOnlySpan<int> kept, int length, int second, int height)
{
    public ReadOnlySpan<int> First { get; } = Of(kept, length, Row(second, 0, height));

    public ReadOnlySpan<int> Second { get; } = Of(kept, length, Row(second, 1, height));

    public ReadOnlySpan<int> Third { get; } = Of(kept, length, Row(second, 2, height));

    public ReadOnlySpan<int> Fourth { get; } = Of(kept, length, Row(second, 3, height));

    /// <summary>The row that counts as one of the four; the first and the last one stand for those outside.</summary>
    public static int Row(int second, int tap, int height) => Math.Clamp(second - 1 + tap, 0, height - 1);

    private static ReadOnlySpan<int> Of(ReadOnlySpan<int> kept, int length, int row) =>
        kept.Slice(row % OpenCvCubicAxis.Taps * length, length);
}
