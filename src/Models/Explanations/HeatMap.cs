using Fovea.Models.Pictures;

namespace Fovea.Models.Explanations;

/// <summary>What each pixel of the network's input has to do with what is explained, row by row.</summary>
/// <param name="Height">The rows.</param>
/// <param name="Width">The columns.</param>
/// <param name="Values">The values.</param>
public sealed record HeatMap(int Height, int Width, float[] Values)
{
    // What keeps a map of zeros from a division by zero, as pytorch-grad-cam (scale_cam_image) has it.
    private const float Epsilon = 1e-7f;

    /// <summary>The smallest and the largest value before normalisation, in the method's own rows and columns.</summary>
    public required (float Min, float Max) Range { get; init; }

    /// <summary>The sum rule that the method promises; null where it promises none.</summary>
    public Completeness? Completeness { get; init; }

    /// <summary>
    /// The values of a layer's positions as a map of the input: what is negative is cut off, the rest brought to 0 to 1, enlarged
    /// bilinearly, and brought to 0 to 1 again. The steps are those of pytorch-grad-cam (BaseCAM).
    /// </summary>
    /// <param name="height">The rows of the layer.</param>
    /// <param name="width">The columns of the layer.</param>
    /// <param name="values">The values.</param>
    /// <param name="rows">The rows of the input.</param>
    /// <param name="columns">The columns of the input.</param>
    internal static HeatMap OfLayer(int height, int width, ReadOnlySpan<float> values, int rows, int columns)
    {
        (float Min, float Max) range = RangeOf(values);
        float[] positive = new float[values.Length];
        for (int i = 0; i < positive.Length; i++)
            positive[i] = Math.Max(values[i], 0);
        Normalize(positive);
        float[] enlarged = BilinearResize.Resize(positive, height, width, rows, columns);
        Normalize(enlarged);
        return new HeatMap(rows, columns, enlarged) { Range = range };
    }

    /// <summary>Values of the input's pixels as they are.</summary>
    internal static HeatMap OfPixels(int height, int width, float[] values) =>
        new(height, width, values) { Range = RangeOf(values) };

    private static (float Min, float Max) RangeOf(ReadOnlySpan<float> values)
    {
        (float min, float max) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (float value in values)
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
        return (min, max);
    }

    private static void Normalize(Span<float> values)
    {
        (float min, float max) = RangeOf(values);
        float divisor = Epsilon + (max - min);
        for (int i = 0; i < values.Length; i++)
            values[i] = (values[i] - min) / divisor;
    }
}
