namespace Fovea.Inference.Graphs;

/// <summary>
/// A bound relative to another value, whose elements are not negative: each element is at least <paramref name="Factor"/> times those
/// elements of <paramref name="Of"/> that it was made of. A sum is at least 1 times each summand, a mean of n at least 1/n times. Where it
/// is <paramref name="IsInverse"/>, each element is not negative and at most <paramref name="Factor"/> divided by them.
/// </summary>
/// <param name="Of">The other value.</param>
/// <param name="Factor">The factor, above 0.</param>
/// <param name="Axes">
/// For each axis, the axis of <paramref name="Of"/> that it follows: an element was made of elements at its own index there. -1 where it
/// was made of all of them.
/// </param>
/// <param name="IsInverse">Whether it bounds from above, relative to the reciprocals.</param>
internal sealed record RelativeBound(Value Of, double Factor, IReadOnlyList<int> Axes, bool IsInverse = false)
{
    /// <summary>Whether broadcasting both values aligns every element with those that it was made of.</summary>
    public bool IsAligned
    {
        get
        {
            int shift = Of.Shape.Rank - Axes.Count;
            for (int i = 0; i < Axes.Count; i++)
            {
                if (Axes[i] >= 0 && Axes[i] != i + shift)
                    return false;
            }

            return true;
        }
    }

    /// <summary>The bound after broadcasting to a shape of that many axes; null where it is not known how many.</summary>
    public RelativeBound? Broadcast(int rank) =>
        rank < Axes.Count ? null : this with { Axes = [.. Enumerable.Repeat(-1, rank - Axes.Count), .. Axes] };

    /// <summary>
    /// The bound of the same elements in the same order under another shape; null where axes of other extents than 1 come, go or merge.
    /// </summary>
    public RelativeBound? Reshape(SymbolicShape before, SymbolicShape after)
    {
        if (!before.IsKnown || !after.IsKnown)
            return null;
        int[] followed = [.. Axes.Where((_, i) => before.Dimensions![i] != 1)];
        if (!before.Dimensions!.Where(extent => extent != 1).SequenceEqual(after.Dimensions!.Where(extent => extent != 1)))
            return null;
        int next = 0;
        return this with { Axes = [.. after.Dimensions!.Select(extent => extent == 1 ? -1 : followed[next++])] };
    }
}
