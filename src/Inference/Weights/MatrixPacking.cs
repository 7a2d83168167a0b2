using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Weights;

/// <summary>Packs a matrix, the right operand of a product, into panels.</summary>
/// <param name="Transposed">Whether it is stored as [columns, depth] instead of [depth, columns].</param>
/// <param name="Depth">The length of the product's sums.</param>
/// <param name="Columns">The columns of the product.</param>
/// <param name="Lanes">Floats per vector.</param>
internal sealed record MatrixPacking(bool Transposed, int Depth, int Columns, int Lanes) : Packing
{
    // Stored as bits, so that equality distinguishes 0 and -0.
    private readonly int _scale = BitConverter.SingleToInt32Bits(1f);

    /// <summary>A factor for every element.</summary>
    public float Scale
    {
        get => BitConverter.Int32BitsToSingle(_scale);
        init => _scale = BitConverter.SingleToInt32Bits(value);
    }

    /// <summary>The panels.</summary>
    public PanelLayout Layout => new(Columns, Depth, Lanes);

    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => Layout.PackedLength;

    public override int Parts => Transposed ? Layout.Panels : PanelPacking.RowParts(Depth, Columns);

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        PanelLayout layout = Layout;
        if (Transposed)
        {
            PanelPacking.Filters(in source, 0, 1, Depth, in layout, part, (float*)target);
            if (Scale != 1f)
                PanelPacking.Scale(in layout, part, 0, Depth, Scale, (float*)target);
            return;
        }

        PanelPacking.Rows(in source, 0, 1, Depth, in layout, part, (float*)target);
        long first = (long)part * PanelPacking.RowsPerPart(Columns);
        long last = Math.Min(Depth, first + PanelPacking.RowsPerPart(Columns));
        for (int panel = 0; panel < layout.Panels && Scale != 1f; panel++)
            PanelPacking.Scale(in layout, panel, first, last, Scale, (float*)target);
    }
}
