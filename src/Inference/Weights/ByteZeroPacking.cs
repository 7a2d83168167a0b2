using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// Packs the zero points of the columns of a matrix of bytes, one row per group padded with zeros: as the panels have the weights, signed.
/// The source is one zero point for all columns, or one for each.
/// </summary>
/// <param name="Groups">Groups of columns; one row each.</param>
/// <param name="Columns">Columns per group.</param>
/// <param name="PackedColumns">Elements of a packed row.</param>
/// <param name="Zeros">The zero points, UInt8 or Int8.</param>
internal sealed record ByteZeroPacking(int Groups, int Columns, int PackedColumns, ConstantData Zeros) : Packing
{
    public override ElementType ElementType => ElementType.Int32;

    public override long Elements => (long)Groups * PackedColumns;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        for (int group = 0; group < Groups; group++)
        {
            var row = new Span<int>((int*)target + ((long)group * PackedColumns), PackedColumns);
            row.Clear();
            for (int column = 0; column < Columns; column++)
                row[column] = Read(Zeros, ((long)group * Columns) + column);
        }
    }

    /// <summary>The zero point of a column as a signed byte: 128 less than that of unsigned weights.</summary>
    public static int Read(ConstantData zeros, long column)
    {
        Span<byte> element = stackalloc byte[1];
        zeros.Read(zeros.Shape.ElementCount == 1 ? 0 : column, element);
        return zeros.ElementType == ElementType.Int8 ? (sbyte)element[0] : element[0] - 128;
    }
}
