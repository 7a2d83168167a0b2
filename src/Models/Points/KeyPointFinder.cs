using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Detectors.Layouts;

namespace Fovea.Models.Points;

/// <summary>
/// Finds XFeat's key points, as <c>detectAndCompute</c> of its <c>modules/xfeat.py</c> does: pixels whose share of their cell is the
/// largest around and above a threshold, by share times reliability; and their descriptors.
/// </summary>
/// <param name="rows">The rows of cells.</param>
/// <param name="columns">The columns of cells.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class KeyPointFinder(int rows, int columns, CancellationToken cancellation = default)
{
    private const float Threshold = 0.05f;

    // How far around a pixel none may have a larger share.
    private const int Around = 2;

    private readonly int _width = columns * KeyPointOutputs.Cell;
    private readonly int _height = rows * KeyPointOutputs.Cell;

    /// <summary>The key points, the best first; of equal ones the upper one, then the left one.</summary>
    /// <exception cref="InferenceException">A logit or a reliability is not finite.</exception>
    public IReadOnlyList<KeyPoint> Find(ReadOnlySpan<float> logits, ReadOnlySpan<float> reliability)
    {
        float[] shares = Shares(logits);
        List<KeyPoint> found = [];
        for (int y = 0; y < _height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int x = 0; x < _width; x++)
            {
                // The original takes the first pixel for padding.
                if (!(shares[(y * _width) + x] > Threshold) || !IsLargest(shares, x, y) || (x, y) == (0, 0))
                    continue;
                double share = Sample(shares, MapTaps.Nearest(x, _width, _width), MapTaps.Nearest(y, _height, _height), _width, _height);
                double score = share * Sample(
                    reliability, MapTaps.Linear(x, _width, columns), MapTaps.Linear(y, _height, rows), columns, rows);
                if (!double.IsFinite(score))
                    throw NotFinite("reliability of a key point");
                if (score > 0)
                    found.Add(new KeyPoint(x, y, (float)score));
            }
        }

        found.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : (a.Y, a.X).CompareTo((b.Y, b.X)));
        return found;
    }

    /// <summary>The descriptor of a key point, of length 1.</summary>
    /// <param name="features">The features [D,rows,columns].</param>
    /// <param name="point">The point.</param>
    /// <exception cref="InferenceException">A feature is not finite.</exception>
    public float[] Describe(ReadOnlySpan<float> features, KeyPoint point)
    {
        cancellation.ThrowIfCancellationRequested();
        int cells = rows * columns;
        double[] sums = new double[features.Length / cells];
        MapTaps across = MapTaps.Bicubic(point.X, _width, columns), down = MapTaps.Bicubic(point.Y, _height, rows);
        for (int i = 0; i < down.Weights.Length * across.Weights.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, across.Weights.Length);
            (int y, int x) = (down.First + row, across.First + column);
            if (y < 0 || y >= rows || x < 0 || x >= columns)
                continue;
            ReadOnlySpan<float> cell = features[((y * columns) + x)..];
            double length = 0;
            for (int c = 0; c < sums.Length; c++)
                length += (double)cell[c * cells] * cell[c * cells];
            if (length == 0)
                continue;
            double weight = down.Weights[row] * across.Weights[column] / Math.Sqrt(length);
            for (int c = 0; c < sums.Length; c++)
                sums[c] += weight * cell[c * cells];
        }

        double whole = Math.Sqrt(sums.Sum(value => value * value));
        return double.IsFinite(whole) && whole > 0
            ? [.. sums.Select(value => (float)(value / whole))]
            : throw NotFinite("length of a key point's features");
    }

    private static InferenceException NotFinite(string what) =>
        new($"The {what} is 0 or not finite; a finite number was expected. {BoxCandidates.Advice}");

    // The share that each pixel has of its cell, row by row.
    private float[] Shares(ReadOnlySpan<float> logits)
    {
        float[] shares = new float[_width * _height];
        Span<float> cell = stackalloc float[KeyPointOutputs.CellLogits], of = stackalloc float[KeyPointOutputs.CellLogits];
        int cells = rows * columns;
        for (int i = 0; i < cells; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int k = 0; k < KeyPointOutputs.CellLogits; k++)
                cell[k] = logits[(k * cells) + i];
            Softmax.Of(cell, of);
            if (!float.IsFinite(of[0]))
                throw NotFinite($"sum of the shares of cell {i}");
            (int row, int column) = Math.DivRem(i, columns);
            for (int k = 0; k < KeyPointOutputs.CellLogits - 1; k++)
            {
                (int y, int x) = Math.DivRem(k, KeyPointOutputs.Cell);
                shares[(((row * KeyPointOutputs.Cell) + y) * _width) + (column * KeyPointOutputs.Cell) + x] = of[k];
            }
        }

        return shares;
    }

    private bool IsLargest(float[] shares, int x, int y)
    {
        float own = shares[(y * _width) + x];
        for (int row = Math.Max(0, y - Around); row <= Math.Min(_height - 1, y + Around); row++)
        {
            for (int column = Math.Max(0, x - Around); column <= Math.Min(_width - 1, x + Around); column++)
            {
                if (shares[(row * _width) + column] > own)
                    return false;
            }
        }

        return true;
    }

    private static double Sample(ReadOnlySpan<float> map, MapTaps across, MapTaps down, int width, int height)
    {
        double sum = 0;
        for (int row = 0; row < down.Weights.Length; row++)
        {
            for (int column = 0; column < across.Weights.Length; column++)
            {
                (int y, int x) = (down.First + row, across.First + column);
                if (y >= 0 && y < height && x >= 0 && x < width)
                    sum += down.Weights[row] * across.Weights[column] * map[(y * width) + x];
            }
        }

        return sum;
    }
}

/// <summary>A key point.</summary>
/// <param name="X">The column, in pixels of the input.</param>
/// <param name="Y">The row.</param>
/// <param name="Score">The score, from 0 to 1.</param>
internal readonly record struct KeyPoint(int X, int Y, float Score);
