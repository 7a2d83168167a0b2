using System.Buffers;

namespace Fovea.Imaging.Resampling;

/// <summary>
/// Along one axis of OpenCV's bicubic resize of bytes: for each output position the second of four neighbouring input positions, and how
/// much of 2048 each of them counts. Rented until it is disposed.
/// </summary>
/// <remarks>
/// Facts of OpenCV 4 (modules/imgproc/src/resize.cpp, interpolateCubic): positions as in <see cref="OpenCvAxis"/>; the weights of cubic
/// convolution with a = -0.75 are computed in float, the last one as what is left of 1, and rounded half to even.
/// </remarks>
internal readonly ref struct OpenCvCubicAxis
{
    /// <summary>How many neighbouring positions count.</summary>
    public const int Taps = 4;

    /// <summary>All of a value.</summary>
    public const int One = 1 << 11;

    private readonly int[] _rented;
    private readonly int _count;

    private OpenCvCubicAxis(int[] rented, int count) => (_rented, _count) = (rented, count);

    /// <summary>
    /// The second input position of each output; it, and its neighbours, may lie outside, where the edge stands for them.
    /// </summary>
    public ReadOnlySpan<int> Second => _rented.AsSpan(0, _count);

    /// <summary>The weights of an output's four positions.</summary>
    public ReadOnlySpan<int> Weights(int output) => _rented.AsSpan(_count + Taps * output, Taps);

    /// <summary>Computes the positions and weights of the outputs from <paramref name="first"/> on.</summary>
    /// <param name="from">The length of the input.</param>
    /// <param name="to">The length of the output.</param>
    /// <param name="first">The first output.</param>
    /// <param name="count">How many outputs.</param>
    public static OpenCvCubicAxis Rent(int from, int to, int first, int count)
    {
        double scale = OpenCvAxis.Scale(from, to);
        int[] rented = ArrayPool<int>.Shared.Rent((1 + Taps) * count);
        for (int i = 0; i < count; i++)
        {
            float position = (float)((first + i + 0.5) * scale - 0.5);
            int floor = (int)MathF.Floor(position);
            rented[i] = floor;
            Weigh(position - floor, rented.AsSpan(count + Taps * i, Taps));
        }

        return new OpenCvCubicAxis(rented, count);
    }

    public void Dispose() => ArrayPool<int>.Shared.Return(_rented);

    private static void Weigh(float x, Span<int> weights)
    {
        const float A = -0.75f;
        float rest = 1 - x;
        float first = ((A * (x + 1) - 5 * A) * (x + 1) + 8 * A) * (x + 1) - 4 * A;
        float second = ((A + 2) * x - (A + 3)) * x * x + 1;
        float third = ((A + 2) * rest - (A + 3)) * rest * rest + 1;
        float fourth = 1 - first - second - third;
        weights[0] = (int)MathF.Round(first * One);
        weights[1] = (int)MathF.Round(second * One);
        weights[2] = (int)MathF.Round(third * One);
        weights[3] = (int)MathF.Round(fourth * One);
    }
}
