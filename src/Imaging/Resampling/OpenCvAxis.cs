using System.Buffers;

namespace Fovea.Imaging.Resampling;

/// <summary>
/// Along one axis of OpenCV's bilinear resize of bytes: for each output position the first of two neighbouring input positions, and how
/// much of 2048 the second one counts. Rented until it is disposed.
/// </summary>
/// <remarks>
/// Facts of OpenCV 4 (modules/imgproc/src/resize.cpp): the scale is 1 / (to / from), a position is float((i + 0.5) * scale - 0.5) of that
/// in double, its fraction is taken in float, and weights are rounded half to even.
/// </remarks>
internal readonly ref struct OpenCvAxis
{
    // All of a value.
    private const int One = 1 << 11;

    private readonly int[] _rented;
    private readonly int _count;

    private OpenCvAxis(int[] rented, int count) => (_rented, _count) = (rented, count);

    /// <summary>The first input position of each output; it may be -1, or the last one, where the second does not count.</summary>
    public ReadOnlySpan<int> First => _rented.AsSpan(0, _count);

    /// <summary>The weights of the first positions.</summary>
    public ReadOnlySpan<int> FirstWeights => _rented.AsSpan(_count, _count);

    /// <summary>The weights of the second positions.</summary>
    public ReadOnlySpan<int> SecondWeights => _rented.AsSpan(2 * _count, _count);

    /// <summary>Computes the positions and weights of the outputs from <paramref name="first"/> on.</summary>
    /// <param name="from">The length of the input.</param>
    /// <param name="to">The length of the output.</param>
    /// <param name="first">The first output.</param>
    /// <param name="count">How many outputs.</param>
    /// <param name="enlarges">Whether this is the enlarging form of the area filter, whose weights are parts of areas.</param>
    /// <param name="clamps">Whether positions outside are moved to the edge, where all of the value counts.</param>
    public static OpenCvAxis Rent(int from, int to, int first, int count, bool enlarges, bool clamps)
    {
        double inverse = (double)to / from, scale = Scale(from, to);
        int[] rented = ArrayPool<int>.Shared.Rent(3 * count);
        for (int i = 0; i < count; i++)
        {
            (int position, float fraction) = enlarges ? OfArea(first + i, scale, inverse) : OfCentre(first + i, scale);
            if (clamps && position < 0)
                (position, fraction) = (0, 0);
            if (clamps && position >= from - 1)
                (position, fraction) = (from - 1, 0);
            rented[i] = position;
            rented[count + i] = (int)MathF.Round((1f - fraction) * One);
            rented[2 * count + i] = (int)MathF.Round(fraction * One);
        }

        return new OpenCvAxis(rented, count);
    }

    /// <summary>The input positions of an output position, rounded as OpenCV does it.</summary>
    public static double Scale(int from, int to) => 1.0 / ((double)to / from);

    public void Dispose() => ArrayPool<int>.Shared.Return(_rented);

    private static (int Position, float Fraction) OfCentre(int output, double scale)
    {
        float position = (float)((output + 0.5) * scale - 0.5);
        int floor = (int)MathF.Floor(position);
        return (floor, position - floor);
    }

    private static (int Position, float Fraction) OfArea(int output, double scale, double inverse)
    {
        int floor = (int)Math.Floor(output * scale);
        float fraction = (float)(output + 1 - (floor + 1) * inverse);
        return (floor, fraction <= 0 ? 0 : fraction - MathF.Floor(fraction));
    }
}
