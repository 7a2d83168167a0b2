namespace Fovea.Models.StyleTransfer;

/// <summary>
/// Adam (Kingma, Ba: Adam: A Method for Stochastic Optimization, 2015, algorithm 1), with its usual constants. The moments are Float32.
/// </summary>
/// <param name="length">The number of variables.</param>
internal sealed class Adam(int length)
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const float Epsilon = 1e-8f;

    private readonly float[] _means = new float[length];
    private readonly float[] _squares = new float[length];
    private int _steps;

    /// <summary>The bytes of the moments.</summary>
    public static long Bytes(long length) => 2L * sizeof(float) * length;

    /// <summary>Moves the variables against their gradient.</summary>
    public void Step(Span<float> variables, ReadOnlySpan<float> gradient, double rate)
    {
        _steps++;
        float step = (float)(rate / (1 - Math.Pow(Beta1, _steps)));
        float root = (float)Math.Sqrt(1 - Math.Pow(Beta2, _steps));
        for (int i = 0; i < variables.Length; i++)
        {
            float g = gradient[i];
            float mean = (float)Beta1 * _means[i] + (float)(1 - Beta1) * g;
            float square = (float)Beta2 * _squares[i] + (float)(1 - Beta2) * g * g;
            (_means[i], _squares[i]) = (mean, square);
            variables[i] -= step * mean / (MathF.Sqrt(square) / root + Epsilon);
        }
    }
}
