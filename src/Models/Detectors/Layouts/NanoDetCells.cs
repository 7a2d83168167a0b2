namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// NanoDet (RangiLyu/nanodet, <c>nanodet/model/head</c>): the distances from a point to the four sides are distributions over 8 bins, in
/// units of the stride; every class of a cell that is above the threshold is a box.
/// </summary>
/// <param name="sides">The width and height of the input in pixels.</param>
/// <param name="strides">The strides of the grids.</param>
/// <param name="point">Where in its cell the point is, as a part of the stride.</param>
internal abstract class NanoDetCells((int Width, int Height) sides, IReadOnlyList<int> strides, float point) : Detector
{
    /// <summary>The numbers of a cell that give its box.</summary>
    public const int BoxColumns = 4 * Bins;

    /// <summary>The preparation as fields of <c>fovea.json</c>; the original samples by <c>warpPerspective</c>, ports by this.</summary>
    public const string Preparation = """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "exact", "filter": "opencv-linear" },
          "normalize": { "mean": [103.53, 116.28, 123.675], "std": [57.375, 57.12, 58.395] }
        }
        """;

    private const int Bins = 8;

    private readonly GridCells _grid = new(sides, strides);

    /// <summary>The rules (<c>nanodet/model/module/nms.py</c>, <c>demo/demo.py</c>).</summary>
    public static DetectionRules Rules { get; } = new() { Threshold = 0.35, Iou = 0.6, Max = 100 };

    /// <summary>Adds the boxes of a cell.</summary>
    protected void Add(int cell, ReadOnlySpan<float> scores, ReadOnlySpan<float> bins, BoxCandidates into)
    {
        for (int c = 0; c < scores.Length; c++)
        {
            if (!into.Passes(scores[c]))
                continue;
            (int column, int row, int stride) = _grid[cell];
            float x = (column + point) * stride, y = (row + point) * stride;
            into.AddCorners(
                Math.Clamp(x - (stride * Distance(bins, 0)), 0, sides.Width),
                Math.Clamp(y - (stride * Distance(bins, 1)), 0, sides.Height),
                Math.Clamp(x + (stride * Distance(bins, 2)), 0, sides.Width),
                Math.Clamp(y + (stride * Distance(bins, 3)), 0, sides.Height),
                scores[c], c, cell);
        }
    }

    // The mean of the bins' numbers, weighted by the softmax.
    private static float Distance(ReadOnlySpan<float> bins, int side)
    {
        Span<float> weights = stackalloc float[Bins];
        Softmax.Of(bins.Slice(side * Bins, Bins), weights);
        float mean = 0;
        for (int bin = 1; bin < Bins; bin++)
            mean += bin * weights[bin];
        return mean;
    }
}
