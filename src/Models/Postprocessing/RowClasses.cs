using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>
/// Chooses the classes of the pixels of one row: the largest of scores that are interpolated between cells, of equal ones the lower class.
/// Between two cells few classes can be the largest; the others are not interpolated. The result is that of looking at all of them.
/// </summary>
/// <param name="channels">The number of classes; of a single map, a pixel is of class 1 above the threshold, else 0.</param>
/// <param name="cells">The cells of a row.</param>
/// <param name="threshold">That of a single map.</param>
internal sealed class RowClasses(int channels, int cells, float threshold)
{
    // Interpolated values are sums of two products: eight roundings of float32 are more than two of them can lie apart by rounding, and the
    // least numbers, which are rounded to multiples of the least one.
    private const float Rounding = 8f / (1 << 24), Least = 8 * float.Epsilon;

    private readonly int[] _candidates = new int[channels];

    /// <summary>The scores of the row's cells, [class, cell].</summary>
    public float[] Scores { get; } = new float[channels * cells];

    /// <summary>Chooses the classes of the pixels that lie between cells.</summary>
    /// <param name="runs">The pixels.</param>
    /// <param name="weights">How much of a pixel's value is that of the second cell.</param>
    /// <param name="row">Receives the classes of these pixels.</param>
    /// <exception cref="InferenceException">A value is not a number.</exception>
    public void Choose(IReadOnlyList<MapRun> runs, ReadOnlySpan<float> weights, Span<int> row)
    {
        for (int i = 0; i < runs.Count; i++)
        {
            MapRun run = runs[i];
            Span<int> pixels = row.Slice(run.Pixel, run.Count);
            ReadOnlySpan<float> between = weights.Slice(run.Pixel, run.Count);
            if (channels == 1)
                Cut(run, between, pixels);
            else
                Choose(run, between, pixels);
        }
    }

    private void Cut(MapRun run, ReadOnlySpan<float> weights, Span<int> pixels)
    {
        float first = Scores[run.First], second = Scores[run.Second];
        float margin = Rounding * (Math.Abs(first) + Math.Abs(second)) + Least;
        // A comparison with what is not a number is false, so that the last case looks at it.
        if (first - margin > threshold && second - margin > threshold && float.IsFinite(margin))
            pixels.Fill(1);
        else if (first + margin < threshold && second + margin < threshold && float.IsFinite(margin))
            pixels.Clear();
        else
            Compare([0], own: 1, threshold, run, weights, pixels);
    }

    private void Choose(MapRun run, ReadOnlySpan<float> weights, Span<int> pixels)
    {
        int count = FindCandidates(run);
        if (count == 1)
            pixels.Fill(_candidates[0]);
        else
            Compare(_candidates.AsSpan(0, count), own: null, float.NegativeInfinity, run, weights, pixels);
    }

    // The first class that is largest at the first cell is larger than another one everywhere if that is smaller at both cells by more than
    // rounding; and a later one never has more, since rounding keeps the order.
    private int FindCandidates(MapRun run)
    {
        ReadOnlySpan<float> scores = Scores;
        int best = 0;
        bool areFinite = true;
        for (int channel = 0; channel < channels; channel++)
        {
            float first = scores[channel * cells + run.First], second = scores[channel * cells + run.Second];
            areFinite &= float.IsFinite(first) && float.IsFinite(second);
            if (first > scores[best * cells + run.First])
                best = channel;
        }

        (float bestFirst, float bestSecond) = (scores[best * cells + run.First], scores[best * cells + run.Second]);
        float size = Math.Abs(bestFirst) + Math.Abs(bestSecond);
        int count = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            float first = scores[channel * cells + run.First], second = scores[channel * cells + run.Second];
            float margin = channel > best ? 0 : Rounding * (size + Math.Abs(first) + Math.Abs(second)) + Least;
            bool isLess = channel > best
                ? first <= bestFirst && second <= bestSecond
                : bestFirst - first > margin && bestSecond - second > margin;
            if (!areFinite || channel == best || !isLess)
                _candidates[count++] = channel;
        }

        return count;
    }

    private void Compare(
        ReadOnlySpan<int> candidates, int? own, float least, MapRun run, ReadOnlySpan<float> weights, Span<int> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            var between = new MapWeight(run.First, run.Second, weights[i]);
            (float best, int chosen) = (least, 0);
            foreach (int channel in candidates)
            {
                float value = between.Blend(Scores[channel * cells + run.First], Scores[channel * cells + run.Second]);
                if (!(value <= best))
                    (best, chosen) = (float.IsNaN(value) ? throw NoNumber() : value, own ?? channel);
            }

            pixels[i] = chosen;
        }
    }

    private static InferenceException NoNumber() => new("A score of the network's map is not a number (NaN).");
}
