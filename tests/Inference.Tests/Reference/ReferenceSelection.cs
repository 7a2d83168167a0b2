namespace Fovea.Inference.Tests.Reference;

/// <summary>Functions of the lines along an axis.</summary>
internal static class ReferenceSelection
{
    /// <summary>The position of the largest or smallest element; NaN counts as more extreme than any number.</summary>
    public static NdArray Extreme(NdArray x, int axis, bool largest, bool last, bool keep)
    {
        NdArray result = Lines(x, axis, line =>
        {
            int best = 0;
            for (int i = 1; i < line.Length; i++)
            {
                bool better = largest ? line[i] > line[best] : line[i] < line[best];
                bool same = line[i] == line[best] || (double.IsNaN(line[i]) && double.IsNaN(line[best]));
                if (better || (last && same) || (double.IsNaN(line[i]) && !double.IsNaN(line[best])))
                    best = i;
            }

            return [best];
        });
        return keep ? result : result.Reshape([.. result.Shape.Where((_, a) => a != (axis < 0 ? axis + x.Rank : axis))]);
    }

    /// <summary>The most extreme elements and their positions, in order.</summary>
    public static (NdArray Values, NdArray Indices) Top(NdArray x, int count, int axis, bool largest)
    {
        int[] Order(double[] line)
        {
            int[] positions = [.. Enumerable.Range(0, line.Length)];
            var ascending = Comparer<double>.Create(
                (a, b) => double.IsNaN(a) ? double.IsNaN(b) ? 0 : 1 : double.IsNaN(b) ? -1 : a.CompareTo(b));
            return [.. (largest ? positions.OrderByDescending(i => line[i], ascending) : positions.OrderBy(i => line[i], ascending))
                .Take(count)];
        }

        return (Lines(x, axis, line => [.. Order(line).Select(i => line[i])]),
            Lines(x, axis, line => [.. Order(line).Select(i => (double)i)]));
    }

    /// <summary>Running sums or products.</summary>
    public static NdArray Cumulate(NdArray x, int axis, bool product, bool exclusive, bool reverse) => Lines(x, axis, line =>
    {
        double[] result = new double[line.Length];
        double total = product ? 1 : 0;
        for (int step = 0; step < line.Length; step++)
        {
            int i = reverse ? line.Length - 1 - step : step;
            double next = product ? total * line[i] : total + line[i];
            result[i] = exclusive ? total : next;
            total = next;
        }

        return result;
    });

    /// <summary>Elements divided by the norm of their line; lines of zeros stay zeros.</summary>
    public static NdArray Normalize(NdArray x, int axis, int p) => Lines(x, axis, line =>
    {
        double norm = p == 1 ? line.Sum(Math.Abs) : Math.Sqrt(line.Sum(v => v * v));
        return [.. line.Select(v => norm == 0 ? v : v / norm)];
    });

    /// <summary>A function of each line along an axis.</summary>
    public static NdArray Lines(NdArray x, int axis, Func<double[], double[]> function)
    {
        axis = axis < 0 ? axis + x.Rank : axis;
        var results = new Dictionary<string, double[]>();
        int length = -1;
        foreach (long[] index in SlidingWindow.Indices([.. x.Shape.With(axis, 1)]))
        {
            double[] line = new double[x.Shape[axis]];
            for (int i = 0; i < line.Length; i++)
            {
                index[axis] = i;
                line[i] = x[index];
            }

            index[axis] = 0;
            results[string.Join(',', index)] = function(line);
            length = results[string.Join(',', index)].Length;
        }

        return NdArray.Build(x.Shape.With(axis, length), index =>
        {
            long[] line = [.. index];
            line[axis] = 0;
            return results[string.Join(',', line)][index[axis]];
        });
    }
}
