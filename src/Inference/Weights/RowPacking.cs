namespace Fovea.Inference.Weights;

/// <summary>Packs one value per column, such as a bias: one row per group, padded with zeros.</summary>
/// <param name="Groups">Groups of columns; one row each.</param>
/// <param name="Columns">Values per group.</param>
/// <param name="PackedColumns">Floats of a packed row, at least <paramref name="Columns"/>.</param>
internal sealed record RowPacking(int Groups, int Columns, int PackedColumns) : Packing
{
    // Stored as bits, so that equality distinguishes 0 and -0.
    private readonly int _scale = BitConverter.SingleToInt32Bits(1f);

    /// <summary>A factor for every value.</summary>
    public float Scale
    {
        get => BitConverter.Int32BitsToSingle(_scale);
        init => _scale = BitConverter.SingleToInt32Bits(value);
    }

    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => (long)Groups * PackedColumns;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        for (int group = 0; group < Groups; group++)
        {
            var row = new Span<float>((float*)target + ((long)group * PackedColumns), PackedColumns);
            fixed (float* destination = row)
                source.Copy((long)group * Columns * sizeof(float), (long)Columns * sizeof(float), destination);
            for (int i = 0; i < Columns && Scale != 1f; i++)
                row[i] *= Scale;
            row[Columns..].Clear();
        }
    }
}
