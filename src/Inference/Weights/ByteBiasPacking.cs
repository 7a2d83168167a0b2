using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// Packs what the sums of a product of bytes begin with, one row per group padded with zeros: the bias, minus the zero point of the input
/// times the sum of each column's weights, from which their own zero point is taken. The source is the weights.
/// </summary>
/// <param name="Panels">How the weights are packed.</param>
/// <param name="PackedColumns">Elements of a packed row.</param>
/// <param name="InputZero">The zero point of the input, as the kernel reads its bytes.</param>
/// <param name="Bias">One Int32 per column of all groups; null for none.</param>
/// <param name="Zeros">The zero points of the weights, of their type: one, or one per column; null for none.</param>
internal sealed record ByteBiasPacking(
    BytePanelPacking Panels, int PackedColumns, int InputZero, ConstantData? Bias, ConstantData? Zeros) : Packing
{
    public override ElementType ElementType => ElementType.Int32;

    public override long Elements => (long)Panels.Groups * PackedColumns;

    public override int Parts => Panels.Groups;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        int columns = Panels.Columns;
        var row = new Span<int>((int*)target + ((long)part * PackedColumns), PackedColumns);
        row.Clear();
        if (InputZero != 0)
        {
            if (Panels.Order == BytePanelOrder.Filters)
                SumFilters(in source, (long)part * columns, row[..columns]);
            else
                SumRows(in source, row[..columns]);
        }

        long depth = (long)Panels.Channels * Panels.Taps;
        for (int column = 0; column < columns; column++)
        {
            long index = ((long)part * columns) + column;
            int zero = Zeros is null ? 0 : ByteZeroPacking.Read(Zeros, index);
            int own = Bias is null ? 0 : Read(Bias, index);
            row[column] = unchecked(own - (InputZero * (int)(row[column] - (depth * zero))));
        }
    }

    private unsafe void SumFilters(in PackingSource source, long first, Span<int> sums)
    {
        long filter = (long)Panels.Channels * Panels.Taps;
        for (int column = 0; column < sums.Length; column++)
        {
            for (long done = 0; done < filter; done += PackingBuffer.ChunkBytes)
            {
                int count = (int)Math.Min(PackingBuffer.ChunkBytes, filter - done);
                byte* weights = Panels.ReadBytes(in source, ((first + column) * filter) + done, 0, 1, count, out _);
                for (int i = 0; i < count; i++)
                    sums[column] += Panels.Signed(weights[i]);
            }
        }
    }

    private unsafe void SumRows(in PackingSource source, Span<int> sums)
    {
        int rows = Math.Max(1, PackingBuffer.ChunkBytes / sums.Length);
        for (int row = 0; row < Panels.Channels; row += rows)
        {
            int count = Math.Min(rows, Panels.Channels - row);
            byte* weights = Panels.ReadBytes(in source, (long)row * sums.Length, 0, 1, (long)count * sums.Length, out _);
            for (int i = 0; i < count; i++, weights += sums.Length)
            {
                for (int column = 0; column < sums.Length; column++)
                    sums[column] += Panels.Signed(weights[column]);
            }
        }
    }

    private static int Read(ConstantData constant, long index)
    {
        Span<byte> element = stackalloc byte[sizeof(int)];
        constant.Read(index * sizeof(int), element);
        return BitConverter.ToInt32(element);
    }
}
