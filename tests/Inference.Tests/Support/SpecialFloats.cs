namespace Fovea.Inference.Tests.Support;

/// <summary>
/// The floats at which functions that agree everywhere else come apart: zeros of both signs, infinities, NaN, denormals, huge and tiny
/// numbers.
/// </summary>
internal static class SpecialFloats
{
    public static float[] Values { get; } =
    [
        float.NegativeInfinity, float.MinValue, -1e30f, -6f, -1f, -1e-20f, -float.Epsilon, -0f,
        0f, float.Epsilon, 1e-38f, 0.5f, 1f, 3f, 1e30f, float.MaxValue, float.PositiveInfinity, float.NaN,
    ];

    /// <summary>Pairs of bounds: in order, equal, in the wrong order, missing on one side or on both.</summary>
    public static IReadOnlyList<(float Min, float Max)> Bounds { get; } =
    [
        .. from min in Ends from max in Ends select (min, max),
        (float.NaN, 1f), (-1f, float.NaN), (float.NaN, float.NaN),
    ];

    private static float[] Ends => [float.NegativeInfinity, -1f, -0f, 0f, 0.5f, 6f, float.PositiveInfinity];

    /// <summary>So many values, the special ones over and over.</summary>
    public static float[] Cycle(int count, int first = 0) => [.. Enumerable.Range(first, count).Select(i => Values[i % Values.Length])];

    /// <summary>The first index at which two rows differ in a bit, with all NaNs equal; null if there is none.</summary>
    public static string? Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length)
            return $"{expected.Length} and {actual.Length} values";
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = float.IsNaN(expected[i])
                ? float.IsNaN(actual[i])
                : BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]);
            if (!same)
                return $"at {i} expected {expected[i]:R}, found {actual[i]:R}";
        }

        return null;
    }
}
