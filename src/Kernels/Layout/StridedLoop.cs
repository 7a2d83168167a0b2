namespace Fovea.Kernels.Layout;

/// <summary>
/// The nested loops over several strided operands of one shape, normalised: extents of one are dropped, dimensions are ordered by the
/// target's strides (outermost first) and neighbours are merged where every operand allows it. At least two dimensions remain.
/// </summary>
internal sealed class StridedLoop
{
    /// <param name="extents">The shape that all operands have.</param>
    /// <param name="strides">Strides in elements per operand, the target first; 0 repeats, negative runs backwards.</param>
    public StridedLoop(ReadOnlySpan<long> extents, params long[][] strides)
    {
        var kept = new List<(long Extent, long[] Strides)>();
        Elements = 1;
        for (int i = 0; i < extents.Length; i++)
        {
            Elements *= extents[i];
            if (extents[i] != 1)
                kept.Add((extents[i], [.. strides.Select(s => s[i])]));
        }

        // A stable order: equal strides occur only with zero extents or repeated targets, where the given order is kept.
        kept = [.. kept.OrderByDescending(d => d.Strides[0])];
        for (int i = kept.Count - 2; i >= 0; i--)
        {
            (long extent, long[] outer) = kept[i];
            (long innerExtent, long[] inner) = kept[i + 1];
            if (outer.Zip(inner).All(p => p.First == p.Second * innerExtent))
            {
                kept[i] = (extent * innerExtent, inner);
                kept.RemoveAt(i + 1);
            }
        }

        while (kept.Count < 2)
            kept.Insert(0, (1, new long[strides.Length]));
        Extents = [.. kept.Select(d => d.Extent)];
        Strides = [.. Enumerable.Range(0, strides.Length).Select(operand => kept.Select(d => d.Strides[operand]).ToArray())];
    }

    /// <summary>The number of elements of the shape.</summary>
    public long Elements { get; }

    /// <summary>The loops' lengths, outermost first.</summary>
    public long[] Extents { get; }

    /// <summary>For each operand, its stride in each loop.</summary>
    public long[][] Strides { get; }

    /// <summary>The number of loops.</summary>
    public int Depth => Extents.Length;
}
