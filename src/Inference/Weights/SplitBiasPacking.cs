namespace Fovea.Inference.Weights;

/// <summary>
/// Packs one part of a bias of 32-bit integers as floats, padded with zeros: what is left of each after the multiple of 4,096 that is
/// nearest, or that multiple. Both are exact.
/// </summary>
/// <param name="Columns">The integers.</param>
/// <param name="PackedColumns">Floats of the packed row.</param>
/// <param name="IsHigh">Whether it is the multiple.</param>
internal sealed record SplitBiasPacking(int Columns, int PackedColumns, bool IsHigh) : Packing
{
    /// <summary>The most that is left.</summary>
    public const int MostLow = Unit / 2;

    private const int Unit = 4096;

    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => PackedColumns;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        var row = new Span<float>(target, PackedColumns);
        int* integers = source.Elements<int>(0, Columns);
        for (int i = 0; i < Columns; i++)
        {
            long high = (integers[i] + (long)MostLow) & ~(Unit - 1L);
            row[i] = IsHigh ? high : integers[i] - high;
        }

        row[Columns..].Clear();
    }
}
