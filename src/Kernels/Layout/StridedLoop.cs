namespace Fovea.Kernels.Layout;

/// <summary>
/// The nested loops over several strided operands of one shape, normalised: extents of one are dropped, dimensions are ordered by the
/// target's strides (outermost first) and adjacent ones are merged if every operand allows it. At least two dimensions remain.
/// </summary>
internal sealed class StridedLoop
{
    /// <param name="extents">The shape that all operands have.</param>
    /// <param name="strides">Strides in elements per operand, the target first; 0 repeats, negative runs backwards.</param>
    public StridedLoop(ReadOnlySpan<long> extents, params long[][] strides)
    {
        Elements = 1;
        List<long> lengths = [];
        List<long[]> steps = [];
        for (int i = 0; i < extents.Length; i++)
        {
            Elements *= extents[i];
            if (extents[i] != 1)
                Insert(lengths, steps, extents[i], At(strides, i));
        }

        for (int i = lengths.Count - 2; i >= 0; i--)
        {
            if (!Continues(steps[i], steps[i + 1], lengths[i + 1]))
                continue;
            lengths[i] *= lengths[i + 1];
            steps[i] = steps[i + 1];
            lengths.RemoveAt(i + 1);
            steps.RemoveAt(i + 1);
        }

        while (lengths.Count < 2)
        {
            lengths.Insert(0, 1);
            steps.Insert(0, new long[strides.Length]);
        }

        Extents = [.. lengths];
        Strides = new long[strides.Length][];
        for (int operand = 0; operand < strides.Length; operand++)
            Strides[operand] = At([.. steps], operand);
    }

    /// <summary>The number of elements of the shape.</summary>
    public long Elements { get; }

    /// <summary>The loops' lengths, outermost first.</summary>
    public long[] Extents { get; }

    /// <summary>For each operand, its stride in each loop.</summary>
    public long[][] Strides { get; }

    /// <summary>
    /// Inserts a dimension before the first one with a smaller target stride. Equal strides, which occur only with zero extents or repeated
    /// targets, keep the given order.
    /// </summary>
    private static void Insert(List<long> lengths, List<long[]> steps, long length, long[] step)
    {
        int index = 0;
        while (index < steps.Count && steps[index][0] >= step[0])
            index++;
        lengths.Insert(index, length);
        steps.Insert(index, step);
    }

    /// <summary>
    /// Whether the dimensions can be merged: for every operand, one step of the outer one equals all steps of the inner one.
    /// </summary>
    private static bool Continues(long[] outer, long[] inner, long innerLength)
    {
        for (int operand = 0; operand < outer.Length; operand++)
        {
            if (outer[operand] != inner[operand] * innerLength)
                return false;
        }

        return true;
    }

    /// <summary>The numbers at one index of each row.</summary>
    private static long[] At(long[][] rows, int index)
    {
        long[] numbers = new long[rows.Length];
        for (int row = 0; row < rows.Length; row++)
            numbers[row] = rows[row][index];
        return numbers;
    }
}
