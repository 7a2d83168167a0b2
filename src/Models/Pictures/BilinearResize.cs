namespace Fovea.Models.Pictures;

/// <summary>
/// Bilinear interpolation with the centres of pixels at halves, without a filter before it is made smaller, as OpenCV's INTER_LINEAR has
/// it: beyond the outermost centres, the outermost values go on.
/// </summary>
internal static class BilinearResize
{
    public static float[] Resize(ReadOnlySpan<float> values, int height, int width, int rows, int columns)
    {
        float[] result = new float[rows * columns];
        for (int y = 0; y < rows; y++)
        {
            (int top, float down) = Between((y + 0.5) * height / rows - 0.5, height);
            int bottom = Math.Min(top + 1, height - 1);
            for (int x = 0; x < columns; x++)
            {
                (int left, float along) = Between((x + 0.5) * width / columns - 0.5, width);
                int right = Math.Min(left + 1, width - 1);
                float above = Mix(values[top * width + left], values[top * width + right], along);
                float below = Mix(values[bottom * width + left], values[bottom * width + right], along);
                result[y * columns + x] = Mix(above, below, down);
            }
        }

        return result;
    }

    /// <summary>The value at a position, in pixels from the top left corner; the centre of the first pixel is (0.5, 0.5).</summary>
    public static float At(ReadOnlySpan<float> values, int height, int width, double x, double y)
    {
        (int top, float down) = Between(y - 0.5, height);
        (int left, float along) = Between(x - 0.5, width);
        int bottom = Math.Min(top + 1, height - 1), right = Math.Min(left + 1, width - 1);
        float above = Mix(values[top * width + left], values[top * width + right], along);
        float below = Mix(values[bottom * width + left], values[bottom * width + right], along);
        return Mix(above, below, down);
    }

    private static float Mix(float a, float b, float part) => a * (1 - part) + b * part;

    private static (int First, float Part) Between(double source, int count)
    {
        int first = (int)Math.Floor(source);
        return first < 0 ? (0, 0) : first >= count - 1 ? (count - 1, 0) : (first, (float)(source - first));
    }
}
